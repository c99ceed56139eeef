using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Pipeline.Tests.Photometric;

/// <summary>Statistics of the noise.</summary>
public class NoiseTests
{
    private static readonly ImageShape s_shape = new(300, 300);

    [Theory]
    [InlineData(64, 8, 0)]
    [InlineData(64, 2, 12)]
    [InlineData(128, 2, 12)]
    [InlineData(190, 5, 16)]
    [InlineData(128, 1, 0)]
    [InlineData(128, 0.6, 1)]
    public void Run_OnAFlatPicture_HasTheMeanAndDeviationOfTheModel(byte level, double read, double shot)
    {
        (double mean, double deviation) = Statistics(level, read, shot);
        // Rounding to whole levels adds 1/12 to the variance.
        double expected = Math.Sqrt((read * read) + (shot * shot * level / 255) + (1.0 / 12));
        Assert.InRange(mean, level - 0.1, level + 0.1);
        Assert.InRange(deviation, expected * 0.95, expected * 1.05);
    }

    [Fact]
    public void Run_OnBlack_HasNoShotNoise() => Assert.Equal((0.0, 0.0), Statistics(0, 0, 20));

    [Fact]
    public void Run_WithoutNoise_ChangesNothing() => Assert.Equal((128.0, 0.0), Statistics(128, 0, 0));

    [Fact]
    public void Run_OnNeighbours_IsUncorrelated()
    {
        double[] noise = [.. Pixels(128, 20, 0).Select(level => level - 128.0)];
        double variance = noise.Average(value => value * value);
        foreach (int lag in new[] { 1, 2, 3, 4, 16, s_shape.RowBytes })
        {
            double covariance = noise.Zip(noise.Skip(lag), (a, b) => a * b).Average();
            Assert.InRange(covariance / variance, -0.01, 0.01);
        }
    }

    private static (double Mean, double Deviation) Statistics(byte level, double read, double shot)
    {
        byte[] pixels = Pixels(level, read, shot);
        double mean = pixels.Average(value => (double)value);
        return (mean, Math.Sqrt(pixels.Average(value => (value - mean) * (value - mean))));
    }

    private static byte[] Pixels(byte level, double read, double shot)
    {
        var options = new NoiseOptions { Read = new NumberRange(read, read), Shot = new NumberRange(shot, shot) };
        IPhotometricOperation operation = options.CreateOperation(s_shape);
        var random = PhotometricSample.Random(77);
        operation.Draw(ref random, [], new AugmentationLog());
        byte[] pixels = new byte[s_shape.RgbBytes];
        pixels.AsSpan().Fill(level);
        operation.Run(new ReadOnlyImageView(s_shape, pixels), new ImageView(s_shape, pixels), []);
        return pixels;
    }
}
