using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Checks;

/// <summary>A device that was opened for work and checked. It holds every program, so that stages made later compile and load nothing.</summary>
public sealed class OpenedDevice : IDisposable
{
    private readonly IReadOnlyList<IComputeProgram> _programs;

    internal OpenedDevice(IComputeDevice device, IReadOnlyList<IComputeProgram> programs, IReadOnlyList<DeviceCheckResult> checks)
    {
        Device = device;
        _programs = programs;
        Checks = checks;
        Warning = checks.Any(check => check.Outcome == CheckOutcome.Differs)
            ? $"{ChecksErrors.Inexactness(device.Description, checks)} It is used all the same (--allow-inexact); records may differ from those of other machines."
            : "";
    }

    /// <summary>The device; disposed with this.</summary>
    public IComputeDevice Device { get; }

    /// <summary>What each check said.</summary>
    public IReadOnlyList<DeviceCheckResult> Checks { get; }

    /// <summary>Empty where the device gives the bits of the CPU; else the sentence to warn with.</summary>
    public string Warning { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IComputeProgram program in _programs)
            program.Dispose();
        Device.Dispose();
    }
}
