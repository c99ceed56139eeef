using FeatureForge.Core.Shapes;

namespace FeatureForge.Core.Samples;

/// <summary>A writable RGB picture in memory of somebody else: uint8, rows then columns then channels, rows packed.</summary>
public readonly ref struct ImageView
{
    /// <summary>Wraps a buffer.</summary>
    /// <param name="shape">Shape of the picture.</param>
    /// <param name="pixels">At least <see cref="ImageShape.RgbBytes"/> bytes; the rest is cut off.</param>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    public ImageView(ImageShape shape, Span<byte> pixels)
    {
        if (pixels.Length < shape.RgbBytes)
            throw new ArgumentException($"A picture of {shape} needs {shape.RgbBytes} bytes, the buffer has {pixels.Length}.", nameof(pixels));
        Shape = shape;
        Pixels = pixels[..(int)shape.RgbBytes];
    }

    /// <summary>Shape of the picture.</summary>
    public ImageShape Shape { get; }

    /// <summary>Packed RGB bytes, exactly <see cref="ImageShape.RgbBytes"/>.</summary>
    public Span<byte> Pixels { get; }

    /// <summary>One row of packed RGB bytes.</summary>
    /// <param name="y">Row, 0 to height - 1.</param>
    public Span<byte> Row(int y) => Pixels.Slice(y * Shape.RowBytes, Shape.RowBytes);

    /// <summary>The same picture, read only.</summary>
    /// <param name="view">Picture.</param>
    public static implicit operator ReadOnlyImageView(ImageView view) => new(view.Shape, view.Pixels);
}
