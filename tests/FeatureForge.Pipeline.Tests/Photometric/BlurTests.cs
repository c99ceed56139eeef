using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Photometric;

/// <summary>Taps and truth of the Gaussian blur.</summary>
public class BlurTests
{
    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0.5, 1)]
    [InlineData(1, 2)]
    [InlineData(1.01, 3)]
    [InlineData(5, 10)]
    public void Draw_ForASigma_MakesSymmetricTapsThatSumToOne(double sigma, int radius)
    {
        Blur blur = Drawn(sigma, new ImageShape(8, 8));
        Assert.Equal(radius, blur.Radius);
        ushort[] taps = blur.Taps.ToArray();
        Assert.Equal((2 * radius) + 1, taps.Length);
        Assert.Equal(256, taps.Sum(tap => tap));
        Assert.Equal(taps, taps.Reverse());
        // The centre takes what rounding left over, so it may lie a little below its neighbours when the bell is wide.
        Assert.InRange(taps.Max() - taps[radius], 0, 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(93)]
    public void Run_OnAFlatPicture_ChangesNothing(byte level)
    {
        var shape = new ImageShape(50, 9);
        byte[] pixels = new byte[shape.RgbBytes];
        pixels.AsSpan().Fill(level);
        Blur blur = Drawn(2, shape);
        blur.Run(new ReadOnlyImageView(shape, pixels), new ImageView(shape, pixels), new byte[blur.ScratchBytes]);
        Assert.All(pixels, value => Assert.Equal(level, value));
    }

    [SkippableTheory]
    [InlineData(0.4)]
    [InlineData(0.9)]
    [InlineData(1.3)]
    [InlineData(2.0)]
    public void Run_OnAPhoto_StaysWithinTwoLevelsOfTheGaussian(double sigma)
    {
        var shape = new ImageShape(300, 300);
        using var folder = new TemporaryFolder();
        string photo = TestData.Require("faces", "dlib", "images", "2008_002506.jpg");
        PythonOracle.Run("photo_to_rgb.py", ["PIL"], photo, "300", "300", folder["photo.rgb"]);
        byte[] pixels = File.ReadAllBytes(folder["photo.rgb"]);
        double[] truth = Gaussian(Gaussian([.. pixels.Select(level => (double)level)], sigma, 300, 3), sigma, 300, shape.RowBytes);
        Blur blur = Drawn(sigma, shape);
        blur.Run(new ReadOnlyImageView(shape, pixels), new ImageView(shape, pixels), new byte[blur.ScratchBytes]);
        double largest = pixels.Zip(truth, (level, real) => Math.Abs(level - real)).Max();
        Assert.True(largest <= 2, $"sigma {sigma}: {largest:F2} levels");
    }

    private static Blur Drawn(double sigma, ImageShape shape)
    {
        var blur = (Blur)new BlurOptions { Sigma = new NumberRange(sigma, sigma) }.CreateOperation(shape);
        var random = PhotometricSample.Random(1);
        blur.Draw(ref random, [], new AugmentationLog());
        return blur;
    }

    /// <summary>One pass of a Gaussian of the same radius in float64, along columns (stride 3) or rows (stride of a row).</summary>
    private static double[] Gaussian(double[] values, double sigma, int length, int stride)
    {
        int radius = (int)Math.Ceiling(2 * sigma);
        double[] taps = [.. Enumerable.Range(-radius, (2 * radius) + 1).Select(k => Math.Exp(-k * k / (2 * sigma * sigma)))];
        double sum = taps.Sum();
        double[] result = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int place = i / stride % length;
            for (int k = -radius; k <= radius; k++)
                result[i] += taps[k + radius] / sum * values[i + ((Math.Clamp(place + k, 0, length - 1) - place) * stride)];
        }

        return result;
    }
}
