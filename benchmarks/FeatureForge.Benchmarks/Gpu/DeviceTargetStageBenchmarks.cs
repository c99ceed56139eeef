using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Targets;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Benchmarks.Gpu;

/// <summary>
/// A batch of 256 pictures with 8 boxes each matched with the 8,732 anchors of SSD300 and encoded on a device. Baseline: one core of the CPU,
/// the pictures one after the other. PoCL is a device too, and proves nothing about speed.
/// </summary>
public class DeviceTargetStageBenchmarks
{
    private const int Pictures = 256;
    private const int BoxesOfPicture = 8;

    private readonly AnchorTargets[] _targets = [.. Enumerable.Range(0, Pictures).Select(_ => new AnchorTargets())];
    private readonly AnchorTargets _one = new();
    private readonly BoxCorners[] _boxes = DrawnBoxes.Corners(Pictures * BoxesOfPicture);
    private readonly int[] _labels = new int[Pictures * BoxesOfPicture];
    private readonly int[] _starts = [.. Enumerable.Range(0, Pictures + 1).Select(picture => picture * BoxesOfPicture)];
    private IComputeDevice _device = null!;
    private DeviceTargetStage _stage = null!;
    private TargetStage _cpu = null!;
    private TargetBatch _batch;

    /// <summary>Usable devices of this machine; without any nothing is timed.</summary>
    public static IEnumerable<string> Devices => DeviceSurvey.OfThisMachine().Devices.Where(device => device.IsUsable).Select(NameOf);

    /// <summary>Where it runs.</summary>
    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "";

    /// <summary>Name of the rule in recipes.</summary>
    [Params("caffe", "mlperf", "ssd-pytorch", "torchvision", "tf-od")]
    public string Rule { get; set; } = "";

    /// <summary>Form of the targets.</summary>
    [Params(TargetEncoding.Sparse, TargetEncoding.Dense)]
    public TargetEncoding Encoding { get; set; }

    /// <summary>Compiles the kernels and compares the targets of every picture.</summary>
    [GlobalSetup]
    public void Setup()
    {
        TargetOptions options = new() { Rule = MatchRuleNames.Parse(Rule), Encoding = Encoding };
        _device = DeviceSurvey.OfThisMachine().Devices.First(device => device.IsUsable && NameOf(device) == Device).Open();
        _stage = new DeviceTargetStage(_device, options, DrawnPhoto.OutputShape, AnchorSet.Create(AnchorPresets.Ssd300));
        _cpu = new TargetStage(options, DrawnPhoto.OutputShape);
        _batch = _stage.Upload(_boxes, _labels, _starts);
        RunAndCopy();
        for (int picture = 0; picture < Pictures; picture++)
        {
            RunOnCpu(picture);
            MatchFirst.Equal<int>(_one.Indices, _targets[picture].Indices);
            MatchFirst.Equal<int>(_one.Objects, _targets[picture].Objects);
            MatchFirst.Equal<float>(_one.Offsets, _targets[picture].Offsets);
        }

        AllocatesNothing.Check(Run, RunAndCopy);
    }

    /// <summary>Gives the device back.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _stage.Dispose();
        _device.Dispose();
    }

    /// <summary>One core of the CPU.</summary>
    [Benchmark(Baseline = true)]
    public void Cpu()
    {
        for (int picture = 0; picture < Pictures; picture++)
            RunOnCpu(picture);
    }

    /// <summary>Matching and encoding, from boxes on the device to targets on the device.</summary>
    [Benchmark]
    public void Run()
    {
        _stage.Match(_batch);
        _stage.Encode(_batch);
        _stage.Finish();
    }

    /// <summary>The same with the copies to and from the device, the targets of each picture and the report.</summary>
    [Benchmark]
    public void RunAndCopy() => _stage.Run(_boxes, _labels, _starts, _targets);

    private static string NameOf(FoundDevice device) => $"{device.Description.Backend} {device.Description.Name}";

    private void RunOnCpu(int picture) =>
        _cpu.Run(_boxes.AsSpan(picture * BoxesOfPicture, BoxesOfPicture), _labels.AsSpan(picture * BoxesOfPicture, BoxesOfPicture), _one);
}
