using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Batches;

/// <summary>
/// Pictures of one shape in device memory: uint8 RGB, [images, rows, columns, channels], each picture packed and
/// <see cref="PictureWords"/> words of 4 bytes behind the one before. Kernels take four pixels, three words, at a time, so up to three
/// pixels behind the last one are undefined; what lies beyond is never touched.
/// </summary>
public sealed class PictureBatch : IDisposable
{
    private const int PixelsPerQuad = 4;
    private const int WordsPerQuad = 3;

    /// <summary>Takes the memory.</summary>
    /// <param name="device">Device that it belongs to.</param>
    /// <param name="shape">Shape of every picture, at most 2^29 pixels.</param>
    /// <param name="capacity">Most images of a batch, 1 to 65,535.</param>
    /// <exception cref="DriverException">The device has not so much memory.</exception>
    public PictureBatch(IComputeDevice device, ImageShape shape, int capacity)
        : this(device, shape, capacity, LeastWords(shape))
    {
    }

    internal PictureBatch(IComputeDevice device, ImageShape shape, int capacity, int pictureWords)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Width, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Height, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, LaunchRules.MostGroupsY);
        ArgumentOutOfRangeException.ThrowIfLessThan(pictureWords, LeastWords(shape));
        Shape = shape;
        Capacity = capacity;
        PictureWords = pictureWords;
        Memory = device.Allocate((long)capacity * pictureWords * sizeof(uint));
    }

    /// <summary>Shape of every picture.</summary>
    public ImageShape Shape { get; }

    /// <summary>Most images of a batch.</summary>
    public int Capacity { get; }

    /// <summary>Words of 4 bytes from one picture to the next.</summary>
    public int PictureWords { get; }

    /// <summary>Bytes from one picture to the next.</summary>
    public int PictureBytes => PictureWords * sizeof(uint);

    /// <summary>The memory.</summary>
    public IDeviceBuffer Memory { get; }

    /// <inheritdoc/>
    public void Dispose() => Memory.Dispose();

    // The limit keeps all places within a picture below 2^31 bytes, which kernels count with 32 bits.
    private static int LeastWords(ImageShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Pixels, 1L << 29, nameof(shape));
        return (int)((shape.Pixels + PixelsPerQuad - 1) / PixelsPerQuad * WordsPerQuad);
    }
}
