using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests;

/// <summary>The devices of this machine, for tests; a test without its device is skipped with the sentence that says why.</summary>
internal static class TestDevices
{
    private static readonly Lazy<DeviceSurvey> s_survey = new(DeviceSurvey.OfThisMachine);

    // On a machine with several devices: the one to test, as `featureforge devices` names it.
    private static readonly string? s_wanted = Environment.GetEnvironmentVariable("FEATUREFORGE_TEST_DEVICE");

    /// <summary>The first usable device of a backend, not opened; the one that FEATUREFORGE_TEST_DEVICE names, where it names one.</summary>
    public static FoundDevice Find(DeviceBackend backend)
    {
        FoundDevice? found = s_survey.Value.Devices.FirstOrDefault(device => device.IsUsable && device.Description.Backend == backend && (string.IsNullOrEmpty(s_wanted) || device.Description.Id == s_wanted));
        string unusable = string.Concat(s_survey.Value.Devices.Where(device => device.Description.Backend == backend).Select(device => $" {device.Description.Name}: {device.Reason}"));
        Skip.If(found is null, s_survey.Value.Backends.First(state => state.Backend == backend).Detail + unusable + (string.IsNullOrEmpty(s_wanted) ? "" : $" Only {s_wanted} is tested."));
        return found!;
    }

    /// <summary>Compiles a text of the tests; skips the test where the device has PTX files of the product's kernels but no compiler.</summary>
    public static IComputeProgram Build(IComputeDevice device, KernelSource source)
    {
        try
        {
            return device.Build(source);
        }
        catch (DriverException exception) when (exception.Failure == DriverFailure.NotUsable && device.Description.Backend == DeviceBackend.Cuda)
        {
            throw new SkipException(exception.Message);
        }
    }

    /// <summary>The same, opened without a cache unless the options name a folder.</summary>
    public static IComputeDevice Open(DeviceBackend backend, DeviceOptions? options = null) => Find(backend).Open(options ?? new DeviceOptions { CacheFolder = "" });
}
