namespace FeatureForge.Core.Shapes;

/// <summary>A box in shares of the picture, 0 to 1, in the order y0 x0 y1 x1. Never mixed with <see cref="BoxPixels"/>.</summary>
/// <param name="Y0">Top edge, 0 to 1.</param>
/// <param name="X0">Left edge, 0 to 1.</param>
/// <param name="Y1">Bottom edge, 0 to 1.</param>
/// <param name="X1">Right edge, 0 to 1.</param>
public readonly record struct BoxCorners(float Y0, float X0, float Y1, float X1)
{
    /// <summary>Area as a share of the picture, float32: width times height.</summary>
    public float Area => (X1 - X0) * (Y1 - Y0);

    /// <summary>The box in pixel edges of a picture.</summary>
    /// <param name="shape">Picture that the result refers to.</param>
    public BoxPixels ToPixels(ImageShape shape) => new(X0 * shape.Width, Y0 * shape.Height, X1 * shape.Width, Y1 * shape.Height);
}
