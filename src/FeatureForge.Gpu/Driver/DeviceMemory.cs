using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Driver;

/// <summary>Device memory of either backend.</summary>
internal sealed class DeviceMemory(IComputeDevice device, SafeHandle handle, long bytes) : IDeviceBuffer
{
    public IComputeDevice Device { get; } = device;

    public long ByteCount { get; } = bytes;

    /// <summary>Owner of the memory.</summary>
    public SafeHandle Handle { get; } = handle;

    /// <summary>What a kernel is given: a <c>cl_mem</c> or a <c>CUdeviceptr</c>, 8 bytes either way.</summary>
    public ulong Address => (ulong)Handle.DangerousGetHandle();

    /// <summary>Checks that work of a device may use the memory.</summary>
    public void CheckUse(IComputeDevice user)
    {
        ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
        if (!ReferenceEquals(Device, user))
            throw DriverErrors.OfAnotherDevice("A buffer", user.Description.Name);
    }

    public void Dispose() => Handle.Dispose();
}
