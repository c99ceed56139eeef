using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;

namespace FeatureForge.Gpu.Decode;

/// <summary>The planes of a batch that one inverse transform makes, as its kernel reads them.</summary>
internal sealed class BlockList : IDisposable
{
    private const int PlaneNumbers = 6;
    private const int BlocksPerGroup = 32;

    private readonly string _name;
    private readonly IComputeProgram _program;
    private readonly UploadBuffer<ulong> _planes;
    private readonly UploadBuffer<uint> _firstBlocks;
    private uint _blocks;

    /// <summary>Compiles the kernel.</summary>
    /// <param name="device">Device to run on.</param>
    /// <param name="name">The kernel, and its file in <c>kernels/decode</c>.</param>
    public BlockList(IComputeDevice device, string name)
    {
        _name = name;
        _planes = new UploadBuffer<ulong>(device);
        _firstBlocks = new UploadBuffer<uint>(device);
        _program = device.Build(KernelLibrary.Load($"decode/{name}"));
    }

    /// <summary>Forgets the batch before.</summary>
    public void Begin()
    {
        _planes.Begin();
        _firstBlocks.Begin();
        _blocks = 0;
    }

    /// <summary>Takes the next plane.</summary>
    /// <param name="plane">Its six numbers.</param>
    /// <param name="blocks">Its blocks.</param>
    public void Add(ReadOnlySpan<ulong> plane, int blocks)
    {
        plane.CopyTo(_planes.Take(PlaneNumbers));
        _firstBlocks.Take(1)[0] = _blocks;
        _blocks = checked(_blocks + (uint)blocks);
    }

    /// <summary>Queues the transform of all planes.</summary>
    /// <param name="queue">Queue.</param>
    /// <param name="coefficients">Coefficients of the batch.</param>
    /// <param name="samples">Takes the samples.</param>
    /// <param name="quantizers">Quantization tables of the batch.</param>
    public void Run(IComputeQueue queue, IDeviceBuffer coefficients, IDeviceBuffer samples, IDeviceBuffer quantizers)
    {
        uint planeCount = (uint)_firstBlocks.Count;
        if (planeCount == 0)
            return;
        _firstBlocks.Take(1)[0] = _blocks;
        _planes.Send(queue);
        _firstBlocks.Send(queue);
        queue.Launch(
            _program.Kernel(_name),
            new LaunchShape((_blocks + BlocksPerGroup - 1) / BlocksPerGroup, 1, BatchLaunch.Lanes),
            [KernelArgument.Of(coefficients), KernelArgument.Of(samples), KernelArgument.Of(_planes.Memory), KernelArgument.Of(_firstBlocks.Memory), planeCount, KernelArgument.Of(quantizers)]);
    }

    public void Dispose()
    {
        _program.Dispose();
        _firstBlocks.Dispose();
        _planes.Dispose();
    }
}
