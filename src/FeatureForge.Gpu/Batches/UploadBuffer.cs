using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Batches;

/// <summary>
/// What the host lays out for one batch, sent in one copy: pinned memory that grows, and its twin on the device. Per batch
/// <see cref="Begin"/>, then <see cref="Take"/> for each part, then <see cref="Send"/>; allocates only when a batch is larger than any before.
/// </summary>
/// <typeparam name="T">Element, as kernels see it.</typeparam>
public sealed class UploadBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int SmallestBytes = 4096;

    private readonly IComputeDevice _device;
    private readonly IComputeEvent _sent;
    private readonly GrowingBuffer _memory;
    private IPinnedBuffer _pinned;

    /// <summary>Makes an empty one.</summary>
    /// <param name="device">Device that it belongs to.</param>
    /// <exception cref="DriverException">The driver refuses.</exception>
    public UploadBuffer(IComputeDevice device)
    {
        _device = device;
        _sent = device.CreateEvent();
        _memory = new GrowingBuffer(device);
        _pinned = device.AllocatePinned(SmallestBytes);
    }

    /// <summary>Elements taken since <see cref="Begin"/>.</summary>
    public int Count { get; private set; }

    /// <summary>What was taken; may be changed until <see cref="Send"/>.</summary>
    public Span<T> Elements => MemoryMarshal.Cast<byte, T>(_pinned.Bytes)[..Count];

    /// <summary>The device's twin, for kernels, once the elements were sent.</summary>
    public IDeviceBuffer Memory => _memory.Memory;

    /// <summary>Starts the next batch; waits until the one before has left the pinned memory.</summary>
    /// <exception cref="DriverException">That copy failed.</exception>
    public void Begin()
    {
        _sent.Synchronize();
        Count = 0;
    }

    /// <summary>Takes the next elements, to be set by the caller; spans taken before are no longer valid.</summary>
    /// <param name="count">Elements, at least 0.</param>
    /// <returns>The elements, undefined.</returns>
    /// <exception cref="DriverException">More than a pinned buffer holds, or no memory.</exception>
    public Span<T> Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long needed = ((long)Count + count) * Unsafe.SizeOf<T>();
        if (needed > _pinned.ByteCount)
            Grow(needed);
        int first = Count;
        Count += count;
        return Elements[first..];
    }

    /// <summary>Copies all elements to the device; returns at once. Work given to the queue later sees them.</summary>
    /// <param name="queue">The one queue that uses the elements.</param>
    /// <exception cref="DriverException">No memory, or a failure of the driver.</exception>
    public void Send(IComputeQueue queue)
    {
        long bytes = (long)Count * Unsafe.SizeOf<T>();
        IDeviceBuffer memory = _memory.Ensure(bytes, queue);
        queue.Write(_pinned, 0, memory, 0, bytes);
        queue.Record(_sent);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pinned.Dispose();
        _memory.Dispose();
        _sent.Dispose();
    }

    private void Grow(long needed)
    {
        IPinnedBuffer larger = _device.AllocatePinned(Math.Max(needed, Math.Min(_pinned.ByteCount * 2, LaunchRules.MostPinnedBytes)));
        _pinned.Bytes[..(Count * Unsafe.SizeOf<T>())].CopyTo(larger.Bytes);
        _pinned.Dispose();
        _pinned = larger;
    }
}
