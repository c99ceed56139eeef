using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Batches;

/// <summary>Device memory that grows to what a batch needs and stays that large. Its content is lost when it grows.</summary>
/// <param name="device">Device that it belongs to.</param>
public sealed class GrowingBuffer(IComputeDevice device) : IDisposable
{
    private IDeviceBuffer? _memory;
    private long _bytes;

    /// <summary>The memory, at least as large as asked for last.</summary>
    /// <exception cref="InvalidOperationException">Nothing was asked for yet.</exception>
    public IDeviceBuffer Memory => _memory ?? throw new InvalidOperationException("Ask for memory by Ensure before using it.");

    /// <summary>Gives memory of at least a size. Where it must grow, work given to the queue before is waited for, since it may use the old memory.</summary>
    /// <param name="bytes">Bytes needed; 0 gives a buffer too.</param>
    /// <param name="queue">The one queue that uses the memory.</param>
    /// <exception cref="DriverException">The device has not so much memory.</exception>
    public IDeviceBuffer Ensure(long bytes, IComputeQueue queue)
    {
        if (_memory is null || _bytes < bytes)
        {
            if (_memory is not null)
            {
                queue.Finish();
                _memory.Dispose();
                _memory = null;
            }

            _bytes = Math.Max(1, bytes);
            _memory = device.Allocate(_bytes);
        }

        return _memory;
    }

    /// <inheritdoc/>
    public void Dispose() => _memory?.Dispose();
}
