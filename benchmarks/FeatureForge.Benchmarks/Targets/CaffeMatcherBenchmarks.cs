using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Benchmarks.Targets;

/// <summary>The boxes of one picture matched with the 8,732 anchors of SSD300. Baseline: the scalar twin.</summary>
public class CaffeMatcherBenchmarks
{
    private const float Positive = 0.5f;
    private CaffeMatcher _scalar = null!;
    private CaffeMatcher _best = null!;
    private BoxCorners[] _boxes = [];

    /// <summary>Boxes of the picture.</summary>
    [Params(1, 8, 150)]
    public int Boxes { get; set; }

    /// <summary>Draws the boxes and compares both twins.</summary>
    [GlobalSetup]
    public void Setup()
    {
        AnchorSet anchors = AnchorSet.Create(AnchorPresets.Ssd300);
        _scalar = new CaffeMatcher(anchors, Positive, vectorized: false);
        _best = new CaffeMatcher(anchors, Positive);
        _boxes = DrawnBoxes.Corners(Boxes);
        Scalar();
        Run();
        MatchFirst.Equal(_scalar.Positives, _best.Positives);
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
