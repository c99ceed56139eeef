using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Pipeline.Tests.Photometric;

/// <summary>Taps of the motion blur.</summary>
public class MotionBlurTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 17)]
    [InlineData(15, 45)]
    [InlineData(15, 180)]
    [InlineData(9.7, 90)]
    [InlineData(63, 133)]
    [InlineData(62.9, -360)]
    public void Set_ForALine_MakesTapsThatSumToOneAroundTheCentre(double length, double degrees)
    {
        var kernel = new MotionKernel(length);
        kernel.Set(length, degrees);
        Assert.Equal(256, kernel.Weights.ToArray().Sum(weight => weight));
        double radians = degrees * Math.PI / 180;
        double meanX = 0, meanY = 0, spread = 0;
        for (int tap = 0; tap < kernel.Weights.Length; tap++)
        {
            double share = kernel.Weights[tap] / 256.0;
            meanX += share * kernel.Columns[tap];
            meanY += share * kernel.Rows[tap];
            double along = (kernel.Columns[tap] * Math.Cos(radians)) + (kernel.Rows[tap] * Math.Sin(radians));
            double across = (kernel.Rows[tap] * Math.Cos(radians)) - (kernel.Columns[tap] * Math.Sin(radians));
            spread += share * along * along;
            Assert.InRange(across, -1.5, 1.5);
        }

        Assert.InRange(meanX, -0.1, 0.1);
        Assert.InRange(meanY, -0.1, 0.1);
        // A line of length l has variance l^2 / 12; spreading points over their neighbours adds at most 1/4 along any direction.
        Assert.InRange(spread, (length * length / 12 * 0.97) - 0.05, (length * length / 12 * 1.03) + 0.3);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(180, true)]
    [InlineData(90, false)]
    public void Set_AlongAnAxis_StaysOnIt(double degrees, bool alongRows)
    {
        var kernel = new MotionKernel(8);
        kernel.Set(8, degrees);
        Assert.All((alongRows ? kernel.Rows : kernel.Columns).ToArray(), place => Assert.Equal(0, place));
    }

    [Fact]
    public void Set_At45Degrees_RunsFromTheTopLeftToTheBottomRight()
    {
        var kernel = new MotionKernel(9);
        kernel.Set(9, 45);
        for (int tap = 0; tap < kernel.Weights.Length; tap++)
            Assert.InRange(kernel.Columns[tap] - kernel.Rows[tap], -1, 1);
    }
}
