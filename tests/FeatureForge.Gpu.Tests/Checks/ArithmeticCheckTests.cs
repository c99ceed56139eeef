using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Checks;

public sealed class ArithmeticCheckTests
{
    [SkippableFact]
    public void Run_OnEveryUsableDevice_FindsNoDifference()
    {
        FoundDevice[] devices = [.. DeviceSurvey.OfThisMachine().Devices.Where(device => device.IsUsable)];
        Skip.If(devices.Length == 0, string.Join(" ", DeviceSurvey.OfThisMachine().Backends.Select(backend => backend.Detail)));
        Assert.All(devices, device => Assert.All(DeviceChecks.Run(device), result => Assert.True(result.Passed, $"{device.Description.Name}, {result.Name}: {result.Detail}")));
    }
}
