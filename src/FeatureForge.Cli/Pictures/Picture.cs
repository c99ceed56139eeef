using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Pictures;

/// <summary>An RGB picture that owns its memory: uint8, rows then columns then channels, packed.</summary>
internal sealed class Picture
{
    /// <summary>Makes a black picture.</summary>
    /// <param name="shape">Shape in pixels.</param>
    public Picture(ImageShape shape)
        : this(shape, new byte[shape.RgbBytes])
    {
    }

    /// <summary>Takes over a buffer.</summary>
    /// <param name="shape">Shape in pixels.</param>
    /// <param name="pixels">Packed RGB bytes, exactly <see cref="ImageShape.RgbBytes"/>.</param>
    public Picture(ImageShape shape, byte[] pixels)
    {
        if (shape.Width < 1 || shape.Height < 1 || pixels.Length != shape.RgbBytes)
            throw new ArgumentException($"A picture of {shape} needs {shape.RgbBytes} bytes, the buffer has {pixels.Length}.", nameof(pixels));
        Shape = shape;
        Pixels = pixels;
    }

    /// <summary>Shape in pixels.</summary>
    public ImageShape Shape { get; }

    /// <summary>Packed RGB bytes.</summary>
    public byte[] Pixels { get; }

    /// <summary>The picture to write on.</summary>
    public ImageView View => new(Shape, Pixels);

    /// <summary>A copy of somebody else's picture.</summary>
    /// <param name="view">Picture to copy.</param>
    public static Picture CopyOf(ReadOnlyImageView view) => new(view.Shape, view.Pixels.ToArray());
}
