using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests;

/// <summary>
/// A device whose memory starts poisoned and has guard bytes behind what was asked for: a result that is not written shows, and so does a
/// write behind the end. The host twin has no guard, for its memory is exactly as large as asked for and the sanitizers watch its ends.
/// </summary>
internal sealed class GuardedDevice(IComputeDevice device) : ForwardingDevice(device)
{
    private const byte Poison = SharedDevices.Poison;
    private readonly int _guardBytes = device is Twin.TwinDevice ? 0 : 256;
    private readonly List<(IDeviceBuffer Buffer, long Bytes)> _buffers = [];

    /// <summary>Fails when a guard byte changed.</summary>
    public void CheckGuards()
    {
        using IComputeQueue queue = Inner.CreateQueue();
        var guard = new byte[_guardBytes];
        foreach (var (buffer, bytes) in _buffers.Where(known => !((DeviceMemory)known.Buffer).Handle.IsClosed))
        {
            queue.Download(buffer, bytes, guard);
            Assert.DoesNotContain(guard, value => value != Poison);
        }
    }

    /// <inheritdoc/>
    public override IDeviceBuffer Allocate(long bytes)
    {
        IDeviceBuffer buffer = Inner.Allocate(bytes + _guardBytes);
        using IComputeQueue queue = Inner.CreateQueue();
        queue.Fill(buffer, 0, buffer.ByteCount, Poison);
        queue.Finish();
        _buffers.Add((buffer, bytes));
        return buffer;
    }

    /// <inheritdoc/>
    public override IPinnedBuffer AllocatePinned(long bytes)
    {
        IPinnedBuffer buffer = Inner.AllocatePinned(bytes);
        buffer.Bytes.Fill(Poison);
        return buffer;
    }
}
