using FeatureForge.Cli.Balance;
using FeatureForge.Core.Errors;

namespace FeatureForge.Cli.Tests.Balance;

public class BalanceQuestionTests
{
    /// <summary>The case that started the project: 0.028 s, 4 cores, batch 32, 0.0104 s for the step.</summary>
    private static readonly BalanceQuestion s_founding = new() { SecondsPerVector = 0.028, Cores = 4, Batch = 32, StepSeconds = 0.0104 };

    [Fact]
    public void Answer_OnTheFoundingCase_GivesItsFigures()
    {
        BalanceVerdict verdict = s_founding.Answer();
        Assert.True(verdict.IsCpuBound);
        Assert.Equal(0.224, verdict.FeedSeconds, 12);
        Assert.Equal(0.0104, verdict.StepSeconds);
        Assert.Equal(0.0464, verdict.Utilisation, 4);
        Assert.Equal(0.0444, verdict.UtilisationWithoutOverlap, 4);
        Assert.Equal(0.96, 1 - verdict.UtilisationWithoutOverlap, 2);
        Assert.Equal(0.0013, verdict.NeededSecondsPerVector, 12);
        Assert.Equal(87, verdict.NeededCores);
        Assert.Equal(142.9, verdict.FedPerSecond, 1);
        Assert.Equal(3_076.9, verdict.TrainablePerSecond, 1);
        Assert.Equal(21.5, verdict.FeedPerStep, 1);
    }

    [Fact]
    public void Answer_WithInferenceTime_CountsItTwice()
    {
        BalanceVerdict verdict = (s_founding with { StepSeconds = null, InferenceSeconds = 0.0052 }).Answer();
        Assert.Equal(s_founding.Answer().Utilisation, verdict.Utilisation);
        Assert.Equal(0.0104, verdict.StepSeconds);
    }

    [Fact]
    public void Answer_WhenTheFeedIsFaster_KeepsTheGpuBusy()
    {
        BalanceVerdict verdict = (s_founding with { SecondsPerVector = 0.0005 }).Answer();
        Assert.False(verdict.IsCpuBound);
        Assert.Equal(1, verdict.Utilisation);
        Assert.Equal(0.0104 / 0.0144, verdict.UtilisationWithoutOverlap, 12);
        Assert.Equal(2, verdict.NeededCores);
    }

    [Fact]
    public void Answer_WhenBothTakeEquallyLong_IsBalanced()
    {
        BalanceVerdict verdict = new BalanceQuestion { SecondsPerVector = 0.25, Cores = 4, Batch = 32, StepSeconds = 2 }.Answer();
        Assert.False(verdict.IsCpuBound);
        Assert.Equal(1, verdict.Utilisation);
        Assert.Equal(4, verdict.NeededCores);
        Assert.Equal(0.25, verdict.NeededSecondsPerVector);
    }

    /// <summary>What the verdict advises must itself be balanced, and one core fewer must not be.</summary>
    [Fact]
    public void Answer_WithTheAdvisedCores_IsBalancedAndNotWithOneFewer()
    {
        for (int i = 1; i < 400; i++)
        {
            BalanceQuestion question = new() { SecondsPerVector = i * 0.0007, Cores = 3, Batch = 32, StepSeconds = 0.0112 };
            int cores = (int)question.Answer().NeededCores;
            Assert.False((question with { Cores = cores }).Answer().IsCpuBound);
            if (cores > 1)
                Assert.True((question with { Cores = cores - 1 }).Answer().IsCpuBound);
        }
    }

    [Theory]
    [InlineData(0, 4, 32, "T_g")]
    [InlineData(-1, 4, 32, "T_g")]
    [InlineData(double.NaN, 4, 32, "T_g")]
    [InlineData(double.PositiveInfinity, 4, 32, "T_g")]
    [InlineData(0.028, 0, 32, "cores")]
    [InlineData(0.028, 4, 0, "batch")]
    public void Answer_WithAFigureOutOfRange_NamesIt(double secondsPerVector, int cores, int batch, string words)
    {
        BalanceQuestion question = s_founding with { SecondsPerVector = secondsPerVector, Cores = cores, Batch = batch };
        var error = Assert.Throws<FeatureForgeException>(question.Answer);
        Assert.Equal(2, error.ExitCode);
        Assert.Contains(words, error.Message);
        Assert.Contains("it must be", error.Message);
    }

    [Fact]
    public void Answer_WithoutExactlyOneTime_SaysWhichToGive()
    {
        Assert.Contains("Neither", Assert.Throws<FeatureForgeException>((s_founding with { StepSeconds = null }).Answer).Message);
        Assert.Contains("Both", Assert.Throws<FeatureForgeException>((s_founding with { InferenceSeconds = 1 }).Answer).Message);
        Assert.Contains("step time is 0", Assert.Throws<FeatureForgeException>((s_founding with { StepSeconds = 0 }).Answer).Message);
    }

    [Fact]
    public void Answer_AtTheEndsOfTheRanges_StaysFinite()
    {
        BalanceVerdict verdict = new BalanceQuestion { SecondsPerVector = 1e5, Cores = 1, Batch = 1_000_000, StepSeconds = 1e-6 }.Answer();
        Assert.InRange(verdict.NeededCores, 99_999_999_999_999_000, 100_000_000_000_001_000);
        Assert.True(verdict.Utilisation > 0);
    }
}
