using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Checks;

/// <summary>A device that gets one operation wrong: of every buffer that the operation's last kernel writes, a bit in the middle of what it wrote is flipped.</summary>
internal sealed class FlippingDevice(IComputeDevice device, string operation) : IComputeDevice
{
    private readonly HashSet<IComputeKernel> _wrong = [];

    public DeviceDescription Description => device.Description;

    /// <summary>Launches that were got wrong.</summary>
    public int Flips { get; set; }

    /// <summary>True for a kernel whose results are to be wrong.</summary>
    public bool IsWrong(IComputeKernel kernel) => _wrong.Contains(kernel);

    public IDeviceBuffer Allocate(long bytes) => device.Allocate(bytes);

    public IPinnedBuffer AllocatePinned(long bytes) => device.AllocatePinned(bytes);

    public IComputeProgram Build(KernelSource source)
    {
        IComputeProgram program = device.Build(source);
        if (source.Name == operation)
            _wrong.Add(program.Kernel(source.Kernels[^1].Name));
        return program;
    }

    public IComputeQueue CreateQueue(bool timed = false) => new FlippingQueue(this, device.CreateQueue(timed));

    public IComputeEvent CreateEvent(bool timed = false) => device.CreateEvent(timed);

    /// <summary>The device stays open: others use it too.</summary>
    public void Dispose()
    {
    }
}
