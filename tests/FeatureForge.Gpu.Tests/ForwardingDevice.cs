using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests;

/// <summary>A device that passes everything on to another, for tests that change a part of it. That one stays open: others use it too.</summary>
internal abstract class ForwardingDevice(IComputeDevice device) : IComputeDevice
{
    /// <summary>The device behind it.</summary>
    protected IComputeDevice Inner => device;

    public virtual DeviceDescription Description => device.Description;

    public virtual long? FreeMemoryBytes => device.FreeMemoryBytes;

    public virtual IDeviceBuffer Allocate(long bytes) => device.Allocate(bytes);

    public virtual IPinnedBuffer AllocatePinned(long bytes) => device.AllocatePinned(bytes);

    public virtual IComputeProgram Build(KernelSource source) => device.Build(source);

    public virtual IComputeQueue CreateQueue(bool timed = false) => device.CreateQueue(timed);

    public virtual IComputeEvent CreateEvent(bool timed = false) => device.CreateEvent(timed);

    public void Dispose()
    {
    }
}
