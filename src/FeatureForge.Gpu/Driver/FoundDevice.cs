namespace FeatureForge.Gpu.Driver;

/// <summary>A device that a driver lists, usable or not.</summary>
public sealed class FoundDevice
{
    private readonly Func<DeviceOptions, IComputeDevice> _open;

    /// <summary>Keeps what a backend found.</summary>
    internal FoundDevice(DeviceDescription description, string reason, Func<DeviceOptions, IComputeDevice> open)
    {
        Description = description;
        Reason = reason;
        _open = open;
    }

    /// <summary>What it is.</summary>
    public DeviceDescription Description { get; }

    /// <summary>Empty when usable; else the sentence that says why not.</summary>
    public string Reason { get; }

    /// <summary>True when it has all that the engine needs.</summary>
    public bool IsUsable => Reason.Length == 0;

    /// <summary>Opens the device.</summary>
    /// <param name="options">Null for the usual ones.</param>
    /// <exception cref="DriverException">It is not usable, or the driver refuses.</exception>
    public IComputeDevice Open(DeviceOptions? options = null) =>
        IsUsable ? _open(options ?? new DeviceOptions()) : throw DriverErrors.NotUsable(Description.Name, Reason);
}
