namespace FeatureForge.Core.Shapes;

/// <summary>Width and height of a picture in pixels; every picture of the engine has three colour channels of 8 bits.</summary>
/// <param name="Width">Pixels per row, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct ImageShape(int Width, int Height)
{
    /// <summary>Colour channels per pixel.</summary>
    public const int Channels = 3;

    /// <summary>Number of pixels.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>Bytes of the picture as packed RGB, rows then columns then channels.</summary>
    public long RgbBytes => Pixels * Channels;

    /// <summary>Bytes of one packed RGB row.</summary>
    public int RowBytes => checked(Width * Channels);

    /// <summary>The shape of the picture turned by a quarter.</summary>
    public ImageShape Transposed => new(Height, Width);

    /// <summary>Writes the shape as people say it, for example <c>500 x 375</c>.</summary>
    public override string ToString() => $"{Width} x {Height}";
}
