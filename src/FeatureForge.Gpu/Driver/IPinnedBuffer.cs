namespace FeatureForge.Gpu.Driver;

/// <summary>Host memory that a device copies from and to while the host goes on. Dispose it only when no copy is under way.</summary>
public interface IPinnedBuffer : IDisposable
{
    /// <summary>Device that it belongs to.</summary>
    IComputeDevice Device { get; }

    /// <summary>Size in bytes.</summary>
    long ByteCount { get; }

    /// <summary>The memory. Host and device must not use the same part at the same time; events say when a copy is done.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    Span<byte> Bytes { get; }
}
