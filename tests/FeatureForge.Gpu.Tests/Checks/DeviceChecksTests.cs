using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Checks;

public sealed class DeviceChecksTests
{
    [SkippableTheory]
    [InlineData(null, CheckOutcome.Passed, "")]
    [InlineData("blur: row 3 differs", CheckOutcome.Differs, "blur: row 3 differs")]
    public void Run_OfACheck_GivesWhatItSays(string? answer, CheckOutcome outcome, string detail)
    {
        using IComputeDevice device = TestDevices.Open(DeviceBackend.OpenCl);
        DeviceCheckResult result = DeviceChecks.Run(new StandInCheck(_ => answer), device);
        Assert.Equal(new DeviceCheckResult("stand-in", outcome, detail, result.Time), result);
    }

    [SkippableFact]
    public void Run_OfACheckThatTheDeviceFails_GivesItsMessage()
    {
        using IComputeDevice device = TestDevices.Open(DeviceBackend.OpenCl);
        DeviceCheckResult result = DeviceChecks.Run(new StandInCheck(used => used.Allocate(-1).ToString()), device);
        Assert.Equal(CheckOutcome.Failed, result.Outcome);
        Assert.Contains("-1 bytes", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void RunOnCpu_PassesEveryVector() => Assert.All(DeviceChecks.RunOnCpu(), result => Assert.True(result.Passed, $"{result.Name}: {result.Detail}"));

    private sealed class StandInCheck(Func<IComputeDevice, string?> run) : IDeviceCheck
    {
        public string Name => "stand-in";

        public string? Run(IComputeDevice device) => run(device);
    }
}
