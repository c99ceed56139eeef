using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Benchmarks.Targets;

/// <summary>The whole stage for one picture with SSD300: matching, offsets, rows of the record, statistics. Baseline: the matching in it.</summary>
public class TargetStageBenchmarks
{
    private readonly TargetStage _sparse = new(new TargetOptions(), DrawnPhoto.OutputShape);
    private readonly TargetStage _dense = new(new TargetOptions { Encoding = TargetEncoding.Dense }, DrawnPhoto.OutputShape);
    private readonly CaffeMatcher _matcher = new(AnchorSet.Create(AnchorPresets.Ssd300), 0.5f);
    private readonly AnchorTargets _sparseTargets = new();
    private readonly AnchorTargets _denseTargets = new();
    private BoxCorners[] _boxes = [];
    private int[] _labels = [];

    /// <summary>Boxes of the picture.</summary>
    [Params(1, 8, 150)]
    public int Boxes { get; set; }

    /// <summary>Draws the boxes and compares the rows of both encodings.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _boxes = DrawnBoxes.Corners(Boxes);
        _labels = new int[Boxes];
        Match();
        Sparse();
        Dense();
        MatchFirst.Equal(_matcher.Positives, _sparseTargets.Indices);
        for (int row = 0; row < _sparseTargets.Count; row++)
            MatchFirst.Equal<float>(_sparseTargets.Offsets.Slice(row * 4, 4), _denseTargets.Offsets.Slice(_sparseTargets.Indices[row] * 4, 4));
        AllocatesNothing.Check(Sparse, Dense);
    }

    /// <summary>Matching alone.</summary>
    [Benchmark(Baseline = true)]
    public void Match() => _matcher.Match(_boxes);

    /// <summary>One row for each positive anchor.</summary>
    [Benchmark]
    public void Sparse() => _sparse.Run(_boxes, _labels, _sparseTargets);

    /// <summary>One row for each anchor.</summary>
    [Benchmark]
    public void Dense() => _dense.Run(_boxes, _labels, _denseTargets);
}
