using FeatureForge.Core.Shapes;

namespace FeatureForge.Core.Samples;

/// <summary>An RGB picture to read: uint8, rows then columns then channels, rows packed.</summary>
public readonly ref struct ReadOnlyImageView
{
    /// <summary>Wraps a buffer.</summary>
    /// <param name="shape">Shape of the picture.</param>
    /// <param name="pixels">At least <see cref="ImageShape.RgbBytes"/> bytes; the rest is cut off.</param>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    public ReadOnlyImageView(ImageShape shape, ReadOnlySpan<byte> pixels)
    {
        if (pixels.Length < shape.RgbBytes)
            throw new ArgumentException($"A picture of {shape} needs {shape.RgbBytes} bytes, the buffer has {pixels.Length}.", nameof(pixels));
        Shape = shape;
        Pixels = pixels[..(int)shape.RgbBytes];
    }

    /// <summary>Shape of the picture.</summary>
    public ImageShape Shape { get; }

    /// <summary>Packed RGB bytes, exactly <see cref="ImageShape.RgbBytes"/>.</summary>
    public ReadOnlySpan<byte> Pixels { get; }

    /// <summary>One row of packed RGB bytes.</summary>
    /// <param name="y">Row, 0 to height - 1.</param>
    public ReadOnlySpan<byte> Row(int y) => Pixels.Slice(y * Shape.RowBytes, Shape.RowBytes);
}
