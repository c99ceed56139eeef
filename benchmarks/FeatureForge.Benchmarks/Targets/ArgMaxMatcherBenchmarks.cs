using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Benchmarks.Targets;

/// <summary>
/// The boxes of one picture matched with the 8,732 anchors of SSD300 by every rule but Caffe's, <c>tf-od</c> with an ignore band.
/// Baseline: the scalar twin.
/// </summary>
public class ArgMaxMatcherBenchmarks
{
    private ArgMaxMatcher _scalar = null!;
    private ArgMaxMatcher _best = null!;
    private BoxCorners[] _boxes = [];

    /// <summary>Name of the rule in recipes.</summary>
    [Params("mlperf", "ssd-pytorch", "torchvision", "tf-od")]
    public string Rule { get; set; } = "";

    /// <summary>Boxes of the picture.</summary>
    [Params(1, 8, 150)]
    public int Boxes { get; set; }

    /// <summary>Draws the boxes and compares both twins.</summary>
    [GlobalSetup]
    public void Setup()
    {
        AnchorSet anchors = AnchorSet.Create(AnchorPresets.Ssd300);
        TargetOptions options = new() { Rule = MatchRuleNames.Parse(Rule) };
        if (options.Rule == MatchRule.TfOd)
            options = options with { Negative = 0.4 };
        var rule = ArgMaxRule.Of(options);
        _scalar = new ArgMaxMatcher(anchors, rule, vectorized: false);
        _best = new ArgMaxMatcher(anchors, rule);
        _boxes = DrawnBoxes.Corners(Boxes);
        Scalar();
        Run();
        MatchFirst.Equal(_scalar.Positives, _best.Positives);
        MatchFirst.Equal(_scalar.Ignored, _best.Ignored);
        foreach (int anchor in _scalar.Positives)
            MatchFirst.Equal(_scalar.ObjectOfAnchor.Slice(anchor, 1), _best.ObjectOfAnchor.Slice(anchor, 1));
        AllocatesNothing.Check(Run);
    }

    /// <summary>Plain loops.</summary>
    [Benchmark(Baseline = true)]
    public void Scalar() => _scalar.Match(_boxes);

    /// <summary>As the engine runs it.</summary>
    [Benchmark]
    public void Run() => _best.Match(_boxes);
}
