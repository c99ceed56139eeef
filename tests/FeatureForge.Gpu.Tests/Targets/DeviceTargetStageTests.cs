using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Targets;
using FeatureForge.Pipeline.Targets;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Targets;

/// <summary>Targets of a device are those of the CPU, bit for bit.</summary>
public sealed class DeviceTargetStageTests
{
    public static TheoryData<DeviceBackend, TargetOptions> Rules
    {
        get
        {
            TheoryData<DeviceBackend, TargetOptions> rules = [];
            foreach (DeviceBackend backend in (DeviceBackend[])[DeviceBackend.OpenCl, DeviceBackend.Cuda])
            {
                foreach (MatchRule rule in Enum.GetValues<MatchRule>())
                    rules.Add(backend, new TargetOptions { Rule = rule });
                rules.Add(backend, new TargetOptions { Rule = MatchRule.TfOd, Negative = 0.35 });
            }

            return rules;
        }
    }

    private static readonly (MatchRule Rule, double Positive, double? Negative)[] s_bounds =
    [
        (MatchRule.Caffe, 0, null), (MatchRule.Caffe, 1, null), (MatchRule.Mlperf, 0, null), (MatchRule.Mlperf, 1, null), (MatchRule.SsdPytorch, 0, null),
        (MatchRule.SsdPytorch, 1, null), (MatchRule.Torchvision, 0.05, null), (MatchRule.TfOd, 0, 0), (MatchRule.TfOd, 1, 0), (MatchRule.TfOd, 0.7, 0.05),
    ];

    public static IEnumerable<object?[]> Bounds =>
        from backend in Enum.GetValues<DeviceBackend>() from bound in s_bounds select new object?[] { backend, bound.Rule, bound.Positive, bound.Negative };

    [SkippableTheory]
    [MemberData(nameof(Rules))]
    public void Run_OnBatchesOfEverySize_EqualsTheCpu(DeviceBackend backend, TargetOptions options)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        AnchorSet anchors = AnchorSet.Create("ssd300");
        foreach (TargetEncoding encoding in Enum.GetValues<TargetEncoding>())
            CheckBatches(device, options with { Encoding = encoding }, anchors, [1, 7, 256, 3, 0]);
    }

    [SkippableTheory]
    [MemberData(nameof(Rules))]
    public void Run_OnEveryAnchorSet_EqualsTheCpu(DeviceBackend backend, TargetOptions options)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        foreach (string name in (string[])["ssd300-coco", "ssd512"])
        {
            foreach (TargetEncoding encoding in Enum.GetValues<TargetEncoding>())
                CheckBatches(device, options with { Encoding = encoding }, AnchorSet.Create(name), [8, 3]);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Bounds))]
    public void Run_WithBoundsAtTheEnds_EqualsTheCpu(DeviceBackend backend, MatchRule rule, double positive, double? negative)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        TargetOptions options = new() { Rule = rule, Positive = positive, Negative = negative };
        foreach (TargetEncoding encoding in Enum.GetValues<TargetEncoding>())
            CheckBatches(device, options with { Encoding = encoding }, AnchorSet.Create("ssd300"), [16]);
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl, MatchRule.Caffe)]
    [InlineData(DeviceBackend.OpenCl, MatchRule.Mlperf)]
    [InlineData(DeviceBackend.OpenCl, MatchRule.TfOd)]
    [InlineData(DeviceBackend.Cuda, MatchRule.Caffe)]
    [InlineData(DeviceBackend.Cuda, MatchRule.Mlperf)]
    [InlineData(DeviceBackend.Cuda, MatchRule.TfOd)]
    public void Run_WithFewAnchors_EqualsTheCpu(DeviceBackend backend, MatchRule rule)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        AnchorShape shape = new(0.5, 0.5);
        AnchorLevel one = new() { MapWidth = 1, MapHeight = 1, CellsAcross = 1, CellsDown = 1, Shapes = [shape] };
        foreach (AnchorLevel level in (AnchorLevel[])[one, one with { MapWidth = 3, CellsAcross = 3, Shapes = [shape, new(0.9, 0.2)] }])
            CheckBatches(device, new TargetOptions { Rule = rule }, AnchorSet.Create([level]), [9]);
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl, TargetEncoding.Sparse)]
    [InlineData(DeviceBackend.OpenCl, TargetEncoding.Dense)]
    [InlineData(DeviceBackend.Cuda, TargetEncoding.Sparse)]
    [InlineData(DeviceBackend.Cuda, TargetEncoding.Dense)]
    public void Run_InSteadyState_AllocatesNothing(DeviceBackend backend, TargetEncoding encoding)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        AnchorSet anchors = AnchorSet.Create("ssd300");
        using DeviceTargetStage stage = new(device, new TargetOptions { Encoding = encoding }, TargetCheck.Output, anchors);
        BoxBatch batch = BoxBatch.Mixed(8, anchors, 1);
        AnchorTargets[] targets = TargetCheck.Targets(8);
        Assert.Equal(0, SteadyState.AllocatedBytes(() => stage.Run(batch.Boxes, batch.Labels, batch.Starts, targets)));
    }

    [SkippableFact]
    public void Run_WithArgumentsThatDoNotFit_IsRefused()
    {
        using IComputeDevice device = TestDevices.Open(DeviceBackend.OpenCl);
        using DeviceTargetStage stage = new(device, new TargetOptions(), TargetCheck.Output, AnchorSet.Create("ssd300"));
        BoxBatch batch = BoxBatch.Even(2, 3);
        AnchorTargets[] targets = TargetCheck.Targets(2);
        Refused(() => stage.Run(batch.Boxes, batch.Labels.AsSpan(1), batch.Starts, targets), "5 labels for 6 boxes");
        Refused(() => stage.Run(batch.Boxes, batch.Labels, batch.Starts.AsSpan(1), targets), "2 starts for 2 pictures");
        Refused(() => stage.Run(batch.Boxes, batch.Labels, [0, 7, 6], targets), "start is 7 after 0");
        Refused(() => stage.Run(batch.Boxes, batch.Labels, [0, -1, 6], targets), "start is -1 after 0");
        Refused(() => stage.Run(batch.Boxes, batch.Labels, [1, 3, 6], targets), "from 1 to 6");
        Refused(() => stage.Run(batch.Boxes, batch.Labels, [0, 3, 5], targets), "from 0 to 5");
        Refused(() => stage.Run([], [], new int[65_537], new AnchorTargets[65_536]), "65536 pictures");
        Assert.Throws<FeatureForgeException>(() => new DeviceTargetStage(device, new TargetOptions { Negative = 0.4 }, TargetCheck.Output, AnchorSet.Create("ssd300")));
    }

    [SkippableFact]
    public void Submit_OfMorePicturesThanCanBeCounted_IsRefusedAsTooLittleMemory()
    {
        using IComputeDevice device = TestDevices.Open(DeviceBackend.OpenCl);
        AnchorSet anchors = AnchorSet.Create([new AnchorLevel { MapWidth = 1000, MapHeight = 1000, CellsAcross = 1000, CellsDown = 1000, Shapes = [new(0.1, 0.1)] }]);
        using DeviceTargetStage stage = new(device, new TargetOptions { Encoding = TargetEncoding.Dense }, TargetCheck.Output, anchors);
        int most = DeviceTargetStage.MostPictures(anchors.Count);
        var failure = Assert.Throws<DriverException>(() => stage.Submit([], [], new int[most + 2]));
        Assert.True(failure.CanFallBack);
        Assert.Contains($"A batch of {most + 1} pictures with 1000000 anchors each", failure.Message, StringComparison.Ordinal);
    }

    private static void Refused(Action action, string part) => Assert.Contains(part, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);

    private static void CheckBatches(IComputeDevice device, TargetOptions options, AnchorSet anchors, int[] sizes)
    {
        using GuardedDevice guarded = new(device);
        using DeviceTargetStage stage = new(guarded, options, TargetCheck.Output, anchors);
        TargetStage cpu = new(options, TargetCheck.Output, anchors);
        AnchorTargets expected = new();
        foreach (int size in sizes)
        {
            BoxBatch batch = BoxBatch.Mixed(size, anchors, size);
            AnchorTargets[] targets = TargetCheck.Targets(size);
            stage.Run(batch.Boxes, batch.Labels, batch.Starts, targets);
            for (int picture = 0; picture < size; picture++)
            {
                cpu.Run(batch.Pictures[picture], batch.LabelsOf(picture), expected);
                TargetCheck.Equal(expected, targets[picture], $"{options}, batch of {size}, picture {picture}");
            }

            TargetCheck.Equal(cpu.Report, stage.Report);
            guarded.CheckGuards();
        }
    }
}
