using FeatureForge.Core.Mathematics;

namespace FeatureForge.Core.Tests.Mathematics;

/// <summary>The platform's functions are the independent reference here: near enough everywhere, though not the same bits everywhere.</summary>
public class DeterministicMathTests
{
    private static IEnumerable<double> Samples(double low, double high)
    {
        for (int i = 0; i <= 20_000; i++)
            yield return low + ((high - low) * i / 20_000);
    }

    private static void Near(double expected, double actual, double relative, double absolute = 0) =>
        Assert.True(Math.Abs(expected - actual) <= (relative * Math.Abs(expected)) + absolute, $"expected {expected:R}, got {actual:R}");

    [Fact]
    public void Exp_OverItsRange_IsNearThePlatform()
    {
        foreach (double x in Samples(-700, 709))
            Near(Math.Exp(x), DeterministicMath.Exp(x), 4e-16);
        Assert.Equal(1, DeterministicMath.Exp(0));
    }

    [Fact]
    public void Log_OverItsRange_IsNearThePlatform()
    {
        foreach (double x in Samples(-300, 300).Select(power => Math.Pow(10, power)))
            Near(Math.Log(x), DeterministicMath.Log(x), 4e-16);
        foreach (double x in Samples(0.5, 2))
            Near(Math.Log(x), DeterministicMath.Log(x), 4e-16);
        Assert.Equal(0, DeterministicMath.Log(1.0));
        Near(Math.Log(5e-324), DeterministicMath.Log(5e-324), 4e-16);
    }

    [Fact]
    public void SinAndCos_OverManyTurns_AreNearThePlatform()
    {
        foreach (double x in Samples(-1000, 1000))
        {
            Near(Math.Sin(x), DeterministicMath.Sin(x), 4e-16, 1e-16);
            Near(Math.Cos(x), DeterministicMath.Cos(x), 4e-16, 1e-16);
        }
    }

    [Fact]
    public void Pow_ForTonesAndAspects_IsNearThePlatform()
    {
        foreach (double x in Samples(0, 1))
            Near(Math.Pow(x, 0.7), DeterministicMath.Pow(x, 0.7), 4e-15);
    }

    [Fact]
    public void LogSingle_OverItsRange_IsWithinOneUnitInTheLastPlace()
    {
        foreach (double power in Samples(-36, 36))
        {
            float x = (float)Math.Pow(10, power);
            float expected = (float)Math.Log(x);
            float actual = DeterministicMath.Log(x);
            Assert.True(Math.Abs((double)expected - actual) <= 1.2e-7 * Math.Abs(expected), $"ln {x:R}: expected {expected:R}, got {actual:R}");
        }
    }
}
