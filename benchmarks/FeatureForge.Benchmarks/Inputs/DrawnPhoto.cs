using System.Collections.Concurrent;
using FeatureForge.Cli.Synth;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;

namespace FeatureForge.Benchmarks.Inputs;

/// <summary>
/// One photo as <c>featureforge synth</c> draws it, people and the noise of a camera included, because the time of a decoder
/// depends on the picture. The same on every machine.
/// </summary>
internal static class DrawnPhoto
{
    private const ulong Seed = 7;
    private const int Number = 3;
    private const int Quality = 90;
    private static readonly ConcurrentDictionary<ImageShape, byte[]> s_pixels = new();

    /// <summary>A photo of a collection (500 x 375) and a frame of a video (1920 x 1080).</summary>
    public static ImageShape[] UsualShapes { get; } = [new(500, 375), new(1920, 1080)];

    /// <summary>Shape of the pictures of the example recipe.</summary>
    public static ImageShape OutputShape { get; } = new(300, 300);

    /// <summary>Packed RGB bytes; the caller's own copy.</summary>
    public static byte[] Pixels(ImageShape shape) =>
        [.. s_pixels.GetOrAdd(shape, static wanted => SynthPhotoPainter.Paint(Seed, Number, wanted).Picture.Pixels)];

    /// <summary>The photo as JPEG, quality 90, 4:2:0.</summary>
    public static byte[] Jpeg(ImageShape shape)
    {
        using var compressor = new TurboJpegCompressor();
        using var bytes = new GrowableBuffer();
        int length = compressor.Compress(new ReadOnlyImageView(shape, Pixels(shape)), Quality, ChromaSampling.Chroma420, bytes);
        return [.. bytes.Ensure(length)];
    }

    /// <summary>The photo as PNG, zlib level 6.</summary>
    public static byte[] Png(ImageShape shape)
    {
        using var encoder = new SpngEncoder();
        using var file = new MemoryStream();
        encoder.Encode(new ReadOnlyImageView(shape, Pixels(shape)), file);
        return file.ToArray();
    }
}
