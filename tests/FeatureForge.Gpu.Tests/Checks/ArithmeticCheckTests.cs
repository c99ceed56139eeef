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
        Assert.All(devices, device => Assert.Null(RunOn(device)));
    }

    private static string? RunOn(FoundDevice found)
    {
        using IComputeDevice device = found.Open();
        return new ArithmeticCheck().Run(device);
    }
}
