using System.Security.Cryptography;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Geometry;

/// <summary>Pictures for the tests of this room.</summary>
internal static class Pictures
{
    /// <summary>Every level that this processor has.</summary>
    public static IEnumerable<SimdLevel> Levels => Enum.GetValues<SimdLevel>().Where(level => level <= SimdLevels.Best);

    /// <summary>Noise that reaches both ends of the range.</summary>
    public static byte[] Noise(ImageShape shape, int seed)
    {
        var pixels = new byte[shape.RgbBytes];
        new Random(seed).NextBytes(pixels);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = pixels[i] < 40 ? (byte)0 : pixels[i] > 215 ? (byte)255 : pixels[i];
        return pixels;
    }

    public static byte[] Resize(byte[] pixels, ImageShape shape, BoxPixels window, ImageShape output, SimdLevel level)
    {
        using var plan = new ResizePlan(level);
        var resized = new byte[output.RgbBytes];
        Pipeline.Geometry.Resize.Run(new ReadOnlyImageView(shape, pixels), window, new ImageView(output, resized), plan);
        return resized;
    }

    public static BoxPixels Whole(ImageShape shape) => new(0, 0, shape.Width, shape.Height);

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
