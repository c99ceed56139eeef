using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Targets;

/// <summary>The kernels of one matching rule and of the encoding, with their constants. Launches return at once.</summary>
internal sealed class TargetKernels : IDisposable
{
    private const uint Lanes = 256;
    private const string Room = "targets/";

    private readonly IComputeProgram _ruleProgram;
    private readonly IComputeProgram _encodeProgram;
    private readonly IComputeKernel _overlaps;
    private readonly IComputeKernel _resolve;
    private readonly IComputeKernel _denseRows;
    private readonly IComputeKernel _sparseCounts;
    private readonly IComputeKernel _sparseRows;
    private readonly uint _anchorCount;
    private readonly float _negative;
    private readonly float _epsilon;

    /// <summary>Compiles the kernels of a rule.</summary>
    /// <param name="device">Device to run on.</param>
    /// <param name="options">Rule and bounds; they fit each other.</param>
    /// <param name="anchorCount">Anchors of the set.</param>
    public TargetKernels(IComputeDevice device, TargetOptions options, int anchorCount)
    {
        _anchorCount = (uint)anchorCount;
        if (options.Rule == MatchRule.Caffe)
        {
            Positive = CaffeMatcher.ThresholdOf((float)options.Positive);
            _negative = Positive;
        }
        else
        {
            var rule = ArgMaxRule.Of(options);
            Positive = rule.Positive;
            _negative = rule.Negative;
        }

        _epsilon = options.Rule == MatchRule.TfOd ? OffsetEncoder.FasterRcnnEpsilon : 0;
        _ruleProgram = device.Build(KernelLibrary.Load(Room + MatchRuleNames.Of(options.Rule)));
        _encodeProgram = device.Build(KernelLibrary.Load(Room + "encode"));
        _overlaps = _ruleProgram.Kernel("overlaps");
        _resolve = _ruleProgram.Kernel("resolve");
        _denseRows = _encodeProgram.Kernel("dense_rows");
        _sparseCounts = _encodeProgram.Kernel("sparse_counts");
        _sparseRows = _encodeProgram.Kernel("sparse_rows");
    }

    /// <summary>IoU from which an anchor is positive without being forced.</summary>
    public float Positive { get; }

    /// <summary>Matches a batch.</summary>
    public void Match(IComputeQueue queue, TargetMemory memory, TargetBatch batch)
    {
        queue.Launch(
            _overlaps,
            new LaunchShape((uint)batch.Parts, (uint)batch.Images, Lanes),
            [
                KernelArgument.Of(memory.Anchors.Memory), _anchorCount, KernelArgument.Of(memory.Boxes.Memory), KernelArgument.Of(memory.BoxStarts.Memory),
                Positive, _negative, KernelArgument.Of(memory.BestIoU.Memory), KernelArgument.Of(memory.Matched.Memory), KernelArgument.Of(memory.Partials.Memory),
            ]);
        queue.Launch(
            _resolve,
            new LaunchShape((uint)batch.Images, 1, Lanes),
            [
                KernelArgument.Of(memory.Anchors.Memory), _anchorCount, KernelArgument.Of(memory.Boxes.Memory), KernelArgument.Of(memory.BoxStarts.Memory),
                KernelArgument.Of(memory.Partials.Memory), (uint)batch.Parts, KernelArgument.Of(memory.Matched.Memory), KernelArgument.Of(memory.Waiting.Memory),
                KernelArgument.Of(memory.Best.Memory), KernelArgument.Of(memory.Own.Memory),
            ]);
    }

    /// <summary>Encodes a matched batch, a row for each anchor.</summary>
    public void EncodeDense(IComputeQueue queue, TargetMemory memory, TargetBatch batch) =>
        queue.Launch(
            _denseRows,
            LaunchShape.ToCover(_anchorCount, Lanes, (uint)batch.Images),
            [
                KernelArgument.Of(memory.Matched.Memory), _anchorCount, KernelArgument.Of(memory.Shapes.Memory), KernelArgument.Of(memory.Boxes.Memory),
                KernelArgument.Of(memory.Labels.Memory), KernelArgument.Of(memory.BoxStarts.Memory), _epsilon,
                KernelArgument.Of(memory.Classes.Memory), KernelArgument.Of(memory.Offsets.Memory),
            ]);

    /// <summary>Encodes a matched batch, a row for each positive anchor, and counts them.</summary>
    public void EncodeSparse(IComputeQueue queue, TargetMemory memory, TargetBatch batch)
    {
        var shape = new LaunchShape((uint)batch.Images, 1, Lanes);
        queue.Launch(_sparseCounts, shape, [KernelArgument.Of(memory.Matched.Memory), _anchorCount, KernelArgument.Of(memory.Counts.Memory)]);
        queue.Launch(
            _sparseRows,
            shape,
            [
                KernelArgument.Of(memory.Matched.Memory), _anchorCount, KernelArgument.Of(memory.Shapes.Memory), KernelArgument.Of(memory.Boxes.Memory),
                KernelArgument.Of(memory.Labels.Memory), KernelArgument.Of(memory.BoxStarts.Memory), _epsilon, KernelArgument.Of(memory.Counts.Memory),
                KernelArgument.Of(memory.Indices.Memory), KernelArgument.Of(memory.Classes.Memory), KernelArgument.Of(memory.Objects.Memory),
                KernelArgument.Of(memory.Offsets.Memory), KernelArgument.Of(memory.Ignored.Memory),
            ]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ruleProgram.Dispose();
        _encodeProgram.Dispose();
    }
}
