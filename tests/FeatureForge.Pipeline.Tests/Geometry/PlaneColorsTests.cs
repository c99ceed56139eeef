using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Geometry;

public class PlaneColorsTests
{
    [Fact]
    public void Run_OnAllColours_IsTheRoundedTransformOfTheStandard()
    {
        byte[] blue = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        var luma = new byte[256];
        var red = new byte[256];
        var expected = new byte[256 * 3];
        var made = new byte[256 * 3];
        for (int y = 0; y < 256; y += 15)
        {
            for (int r = 0; r < 256; r++)
            {
                Array.Fill(luma, (byte)y);
                Array.Fill(red, (byte)r);
                PlaneColors.Run(luma, blue, red, expected, SimdLevel.Scalar);
                for (int b = 0; b < 256; b++)
                    CheckPixel(expected.AsSpan(b * 3, 3), y, b - 128, r - 128);
                foreach (SimdLevel level in Pictures.Levels)
                {
                    PlaneColors.Run(luma, blue, red, made, level);
                    Assert.True(expected.AsSpan().SequenceEqual(made), $"{level} differs at Y {y}, Cr {r}");
                }
            }
        }
    }

    [Fact]
    public void Run_WhenWidthsVary_WritesEveryPixelAndNothingElse()
    {
        var random = new Random(4);
        var samples = new byte[3 * 200];
        random.NextBytes(samples);
        for (int width = 1; width < 200; width++)
        {
            var expected = new byte[width * 3];
            PlaneColors.Run(samples, samples.AsSpan(200), samples.AsSpan(400), expected, SimdLevel.Scalar);
            foreach (SimdLevel level in Pictures.Levels)
            {
                var made = new byte[(width * 3) + 64];
                PlaneColors.Run(samples, samples.AsSpan(200), samples.AsSpan(400), made.AsSpan(0, width * 3), level);
                Assert.Equal([.. expected, .. new byte[64]], made);
            }
        }
    }

    // ITU-T T.871, to the nearest whole number; the fixed-point constants of libjpeg may round a half the other way.
    private static void CheckPixel(ReadOnlySpan<byte> pixel, int y, int blue, int red)
    {
        CheckChannel(pixel[0], y + (1.402 * red));
        CheckChannel(pixel[1], y - (0.344136 * blue) - (0.714136 * red));
        CheckChannel(pixel[2], y + (1.772 * blue));
    }

    private static void CheckChannel(byte made, double exact)
    {
        if (Math.Abs(made - Math.Clamp(exact, 0, 255)) > 0.502)
            Assert.Fail($"{made} was made of {exact}");
    }
}
