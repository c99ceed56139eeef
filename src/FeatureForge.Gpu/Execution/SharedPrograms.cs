using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Execution;

/// <summary>A device whose programs are compiled once for all workers and batches of a run; the stages that ask for one only borrow it.</summary>
/// <param name="device">The device; stays the caller's.</param>
internal sealed class SharedPrograms(IComputeDevice device) : IComputeDevice
{
    private readonly Dictionary<string, IComputeProgram> _programs = [];
    private readonly Lock _gate = new();

    public DeviceDescription Description => device.Description;

    public IDeviceBuffer Allocate(long bytes) => device.Allocate(bytes);

    public IPinnedBuffer AllocatePinned(long bytes) => device.AllocatePinned(bytes);

    public IComputeQueue CreateQueue(bool timed = false) => device.CreateQueue(timed);

    public IComputeEvent CreateEvent(bool timed = false) => device.CreateEvent(timed);

    public IComputeProgram Build(KernelSource source)
    {
        lock (_gate)
        {
            if (!_programs.TryGetValue(source.Name, out IComputeProgram? program))
                _programs.Add(source.Name, program = device.Build(source));
            return new Borrowed(program);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (IComputeProgram program in _programs.Values)
                program.Dispose();
            _programs.Clear();
        }
    }

    private sealed class Borrowed(IComputeProgram program) : IComputeProgram
    {
        public KernelSource Source => program.Source;

        public ProgramOrigin Origin => program.Origin;

        public IComputeKernel Kernel(string name) => program.Kernel(name);

        public void Dispose()
        {
            // Others use the program; its owner disposes it with the run.
        }
    }
}
