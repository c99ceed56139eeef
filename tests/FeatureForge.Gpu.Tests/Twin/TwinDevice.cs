using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Twin;

/// <summary>The kernels as host twins behind the same contract as a device, so that every case runs under the address and undefined-behaviour sanitizers too.</summary>
internal sealed class TwinDevice(string folder) : IComputeDevice
{
    /// <summary>Where programs and launches are written.</summary>
    public string Folder => folder;

    public DeviceDescription Description { get; } = new()
    {
        Id = "twin:0",
        Backend = DeviceBackend.OpenCl,
        Name = "host twin",
        Platform = "g++",
        DriverVersion = "",
        Architecture = "",
        MemoryBytes = int.MaxValue,
        LargestBufferBytes = int.MaxValue,
        LocalMemoryBytes = LaunchRules.MostLocalBytes,
        LargestWorkGroup = LaunchRules.MostLanes,
        ComputeUnits = 1,
    };

    public long? FreeMemoryBytes => null;

    public IDeviceBuffer Allocate(long bytes) => new DeviceMemory(this, new TwinMemory(bytes), bytes);

    public IPinnedBuffer AllocatePinned(long bytes) => new TwinPinned(this, bytes);

    public IComputeProgram Build(KernelSource source) => new TwinProgram(this, source);

    public IComputeQueue CreateQueue(bool timed = false) => new TwinQueue(this);

    public IComputeEvent CreateEvent(bool timed = false) => new TwinEvent(this);

    public void Dispose()
    {
        // The folder belongs to the tests.
    }
}
