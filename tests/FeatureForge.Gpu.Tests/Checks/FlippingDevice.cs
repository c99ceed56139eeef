using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Checks;

/// <summary>
/// A device that gets one operation wrong: of every buffer that the operation's kernels write, a bit in the middle of what they wrote is
/// flipped. Of matching and encoding only the last kernel is wrong, since those before give it places in memory.
/// </summary>
internal sealed class FlippingDevice(IComputeDevice device, string operation) : ForwardingDevice(device)
{
    private readonly HashSet<IComputeKernel> _wrong = [];
    private readonly Dictionary<IComputeKernel, string> _names = [];
    private readonly Lock _lock = new();

    /// <summary>Buffers that were got wrong.</summary>
    public int Flips { get; set; }

    /// <summary>Kernels launched, as <c>program: kernel</c>.</summary>
    public HashSet<string> Launched { get; } = [];

    /// <summary>Notes a launch.</summary>
    public void Note(IComputeKernel kernel) => Launched.Add(_names[kernel]);

    /// <summary>True for a kernel whose results are to be wrong.</summary>
    public bool IsWrong(IComputeKernel kernel) => _wrong.Contains(kernel);

    public override IComputeProgram Build(KernelSource source)
    {
        IComputeProgram program = Inner.Build(source);
        lock (_lock)
        {
            foreach (KernelSignature head in source.Kernels)
            {
                IComputeKernel kernel = program.Kernel(head.Name);
                _names[kernel] = $"{source.Name}: {head.Name}";
                if (source.Name == operation && (head == source.Kernels[^1] || !operation.StartsWith("targets/", StringComparison.Ordinal)))
                    _wrong.Add(kernel);
            }
        }

        return program;
    }

    public override IComputeQueue CreateQueue(bool timed = false) => new FlippingQueue(this, Inner.CreateQueue(timed));
}
