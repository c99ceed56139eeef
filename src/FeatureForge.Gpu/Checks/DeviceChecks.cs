using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Checks;

/// <summary>All checks that a device passes before it is used. An operation with golden vectors adds its own here.</summary>
public static class DeviceChecks
{
    /// <summary>The checks in the order they run.</summary>
    public static IReadOnlyList<IDeviceCheck> All { get; } = [new ArithmeticCheck()];

    /// <summary>Opens a device and runs all checks; whatever the device does, the answer is a list.</summary>
    /// <param name="device">Device that is usable as far as its driver says.</param>
    /// <param name="options">Null for the usual ones.</param>
    public static IReadOnlyList<DeviceCheckResult> Run(FoundDevice device, DeviceOptions? options = null)
    {
        try
        {
            using IComputeDevice opened = device.Open(options);
            return [.. All.Select(check => Run(check, opened))];
        }
        catch (DriverException exception)
        {
            return [new DeviceCheckResult("open", false, exception.Message)];
        }
    }

    /// <summary>Runs one check; a failure of the device is a result like any other.</summary>
    /// <param name="check">The check.</param>
    /// <param name="device">Opened device.</param>
    public static DeviceCheckResult Run(IDeviceCheck check, IComputeDevice device)
    {
        try
        {
            string? difference = check.Run(device);
            return new DeviceCheckResult(check.Name, difference is null, difference ?? "");
        }
        catch (DriverException exception)
        {
            return new DeviceCheckResult(check.Name, false, exception.Message);
        }
    }
}
