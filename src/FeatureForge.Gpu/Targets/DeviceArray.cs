using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Targets;

/// <summary>Device memory that grows with the largest batch. What was in it is lost when it grows.</summary>
internal sealed class DeviceArray(IComputeDevice device) : IDisposable
{
    private IDeviceBuffer? _buffer;
    private long _bytes;

    /// <summary>The memory; reserve first.</summary>
    public IDeviceBuffer Buffer => _buffer!;

    /// <summary>Makes room. No queued work may use the memory.</summary>
    /// <param name="bytes">Bytes needed, 0 or more.</param>
    /// <exception cref="DriverException">Not enough memory.</exception>
    public void Reserve(long bytes)
    {
        // A buffer has at least one byte.
        long least = Math.Max(bytes, 1);
        if (_bytes >= least)
            return;
        _bytes = 0;
        _buffer?.Dispose();
        _buffer = device.Allocate(least);
        _bytes = least;
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer?.Dispose();
}
