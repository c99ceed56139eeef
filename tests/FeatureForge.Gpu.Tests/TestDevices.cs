using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests;

/// <summary>The devices of this machine, for tests; a test without its device is skipped with the sentence that says why.</summary>
internal static class TestDevices
{
    private static readonly Lazy<DeviceSurvey> s_survey = new(DeviceSurvey.OfThisMachine);

    /// <summary>The first usable device of a backend, not opened.</summary>
    public static FoundDevice Find(DeviceBackend backend)
    {
        FoundDevice? found = s_survey.Value.Devices.FirstOrDefault(device => device.IsUsable && device.Description.Backend == backend);
        string unusable = string.Concat(s_survey.Value.Devices.Where(device => device.Description.Backend == backend).Select(device => $" {device.Description.Name}: {device.Reason}"));
        Skip.If(found is null, s_survey.Value.Backends.First(state => state.Backend == backend).Detail + unusable);
        return found!;
    }

    /// <summary>The same, opened without a cache unless the options name a folder.</summary>
    public static IComputeDevice Open(DeviceBackend backend, DeviceOptions? options = null) => Find(backend).Open(options ?? new DeviceOptions { CacheFolder = "" });
}
