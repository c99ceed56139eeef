using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Checks;

/// <summary>Something that a device must compute bit for bit as the CPU does before it is used.</summary>
public interface IDeviceCheck
{
    /// <summary>Name of what is checked, the program in <c>kernels</c>, for example <c>geometry/flip</c>; a refused device is reported with it.</summary>
    string Name { get; }

    /// <summary>Names of checks that must pass first: wrong results of theirs would lead the kernels of this one outside their memory.</summary>
    IReadOnlyList<string> RestsOn => [];

    /// <summary>Runs the check; takes milliseconds once its programs are compiled.</summary>
    /// <param name="device">Opened device.</param>
    /// <returns>Null where all is equal; else a sentence with the first difference.</returns>
    /// <exception cref="DriverException">The device fails instead of answering.</exception>
    string? Run(IComputeDevice device);
}
