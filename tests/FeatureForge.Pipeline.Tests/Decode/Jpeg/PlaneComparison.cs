using FeatureForge.Core.Buffers;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>Compares planes of samples with those that TurboJPEG gives.</summary>
internal static class PlaneComparison
{
    public static bool Equals(FastJpegDecoder decoder, TurboJpegDecompressor turbo, byte[] file)
    {
        using var planes = new JpegPlanes();
        using var buffer = new GrowableBuffer();
        Span<ImageShape> shapes = stackalloc ImageShape[3];
        Assert.Equal(JpegRefusal.None, decoder.DecodeToPlanes(file, planes));
        Assert.Equal(CodecStatus.Clean, turbo.DecompressToPlanes(file, buffer, shapes));
        long total = 0;
        foreach (ImageShape shape in shapes)
            total += shape.Pixels;
        ReadOnlySpan<byte> expected = buffer.Ensure(total);
        for (int i = 0; i < planes.Count; i++)
        {
            for (int y = 0; y < shapes[i].Height; y++)
            {
                if (!planes.Samples(i).Slice(y * planes.Stride(i), shapes[i].Width).SequenceEqual(expected[..shapes[i].Width]))
                    return false;
                expected = expected[shapes[i].Width..];
            }
        }

        return expected.IsEmpty;
    }
}
