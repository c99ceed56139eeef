namespace FeatureForge.Core.Shapes;

/// <summary>A box in pixel edges: pixel column 0 reaches from edge 0 to edge 1. Never mixed with <see cref="BoxCorners"/>.</summary>
/// <param name="X0">Left edge in pixels.</param>
/// <param name="Y0">Top edge in pixels.</param>
/// <param name="X1">Right edge in pixels, exclusive.</param>
/// <param name="Y1">Bottom edge in pixels, exclusive.</param>
public readonly record struct BoxPixels(float X0, float Y0, float X1, float Y1)
{
    /// <summary>Width in pixels.</summary>
    public float Width => X1 - X0;

    /// <summary>Height in pixels.</summary>
    public float Height => Y1 - Y0;

    /// <summary>Horizontal centre in pixels.</summary>
    public float CenterX => (X0 + X1) * 0.5f;

    /// <summary>Vertical centre in pixels.</summary>
    public float CenterY => (Y0 + Y1) * 0.5f;

    /// <summary>True when the box has a positive width and height and no edge is NaN or infinite.</summary>
    public bool HasArea => float.IsFinite(X0) && float.IsFinite(Y0) && float.IsFinite(X1) && float.IsFinite(Y1) && X1 > X0 && Y1 > Y0;

    /// <summary>The part of the box inside a picture.</summary>
    /// <param name="shape">Picture that bounds the box.</param>
    public BoxPixels ClipTo(ImageShape shape) => new(
        Math.Clamp(X0, 0f, shape.Width), Math.Clamp(Y0, 0f, shape.Height),
        Math.Clamp(X1, 0f, shape.Width), Math.Clamp(Y1, 0f, shape.Height));

    /// <summary>The box in shares of a picture, each edge divided by the picture's size in float32.</summary>
    /// <param name="shape">Picture that the pixel edges refer to.</param>
    public BoxCorners ToCorners(ImageShape shape) => new(Y0 / shape.Height, X0 / shape.Width, Y1 / shape.Height, X1 / shape.Width);
}
