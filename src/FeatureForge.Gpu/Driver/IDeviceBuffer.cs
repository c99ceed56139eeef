namespace FeatureForge.Gpu.Driver;

/// <summary>Memory of a device. Dispose it only when the queued work that uses it is done.</summary>
public interface IDeviceBuffer : IDisposable
{
    /// <summary>Device that it belongs to.</summary>
    IComputeDevice Device { get; }

    /// <summary>Size in bytes.</summary>
    long ByteCount { get; }
}
