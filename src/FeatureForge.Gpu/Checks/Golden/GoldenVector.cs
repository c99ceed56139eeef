using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>A small input, made from counters, for one operation, and the ways to its result: on the CPU, and on a device.</summary>
/// <param name="operation">Program of the operation in <c>kernels</c>, <c>room/operation</c>.</param>
internal abstract class GoldenVector(string operation)
{
    /// <summary>Program of the operation, <c>room/operation</c>.</summary>
    public string Operation { get; } = operation;

    /// <summary>Operations that must be right before this one is tried: wrong results of theirs would lead its kernels outside their memory.</summary>
    public virtual IReadOnlyList<string> RestsOn => [];

    /// <summary>The result by the CPU's stage.</summary>
    public abstract byte[] OnCpu();

    /// <summary>The result by the device's stage.</summary>
    /// <param name="device">Opened device.</param>
    /// <exception cref="DriverException">The device fails instead of answering.</exception>
    public abstract byte[] OnDevice(IComputeDevice device);
}
