namespace FeatureForge.Gpu.Driver;

/// <summary>Memory of a device. Disposing it while queued work uses it is allowed; the memory goes when that work is done.</summary>
public interface IDeviceBuffer : IDisposable
{
    /// <summary>Device that it belongs to.</summary>
    IComputeDevice Device { get; }

    /// <summary>Size in bytes.</summary>
    long ByteCount { get; }
}
