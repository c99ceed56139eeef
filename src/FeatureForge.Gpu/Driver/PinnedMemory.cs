using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Driver;

/// <summary>Pinned host memory of either backend.</summary>
internal sealed unsafe class PinnedMemory(IComputeDevice device, SafeHandle handle, void* address, long bytes) : IPinnedBuffer
{
    private readonly byte* _address = (byte*)address;

    public IComputeDevice Device { get; } = device;

    public long ByteCount { get; } = bytes;

    public Span<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(handle.IsClosed, this);
            return new Span<byte>(_address, (int)ByteCount);
        }
    }

    /// <summary>Address of a byte, once it is checked that work of a device may use the range.</summary>
    public byte* AddressOf(IComputeDevice user, long offset, long count)
    {
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        if (!ReferenceEquals(Device, user))
            throw DriverErrors.OfAnotherDevice("A pinned buffer", user.Description.Name);
        LaunchRules.CheckRange(offset, count, ByteCount);
        return _address + offset;
    }

    public void Dispose() => handle.Dispose();
}
