using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Checks;

public sealed class DeviceChecksTests
{
    [SkippableTheory]
    [InlineData(null, true, "")]
    [InlineData("blur: row 3 differs", false, "blur: row 3 differs")]
    public void Run_OfACheck_GivesWhatItSays(string? answer, bool passed, string detail)
    {
        using IComputeDevice device = TestDevices.Open(DeviceBackend.OpenCl);
        Assert.Equal(new DeviceCheckResult("stand-in", passed, detail), DeviceChecks.Run(new StandInCheck(_ => answer), device));
    }

    [SkippableFact]
    public void Run_OfACheckThatTheDeviceFails_GivesItsMessage()
    {
        using IComputeDevice device = TestDevices.Open(DeviceBackend.OpenCl);
        DeviceCheckResult result = DeviceChecks.Run(new StandInCheck(used => used.Allocate(-1).ToString()), device);
        Assert.False(result.Passed);
        Assert.Contains("-1 bytes", result.Detail, StringComparison.Ordinal);
    }

    private sealed class StandInCheck(Func<IComputeDevice, string?> run) : IDeviceCheck
    {
        public string Name => "stand-in";

        public string? Run(IComputeDevice device) => run(device);
    }
}
