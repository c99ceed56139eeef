using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Execution;

/// <summary>A device that has only so much memory in all, and says it.</summary>
internal sealed class CappedDevice(IComputeDevice device, long most) : ForwardingDevice(device)
{
    private readonly Lock _gate = new();
    private readonly List<DeviceMemory> _buffers = [];

    public override DeviceDescription Description => Inner.Description with { MemoryBytes = most };

    public override long? FreeMemoryBytes
    {
        get
        {
            lock (_gate)
                return most - Taken();
        }
    }

    public override IDeviceBuffer Allocate(long bytes)
    {
        lock (_gate)
        {
            if (Taken() + bytes > most)
                throw DriverErrors.CallFailed("an allocation", "a full device", DriverFailure.OutOfMemory, Description.Name);
            IDeviceBuffer buffer = Inner.Allocate(bytes);
            _buffers.Add((DeviceMemory)buffer);
            return buffer;
        }
    }

    private long Taken()
    {
        _buffers.RemoveAll(buffer => buffer.Handle.IsClosed);
        return _buffers.Sum(buffer => buffer.ByteCount);
    }
}
