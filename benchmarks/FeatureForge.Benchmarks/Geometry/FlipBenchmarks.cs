using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Benchmarks.Geometry;

/// <summary>A 300 x 300 picture mirrored in place. Baseline: the scalar twin.</summary>
public class FlipBenchmarks
{
    private readonly GrowableBuffer _scratch = new();
    private readonly Flip _flip = (Flip)new FlipOptions().CreateStep();
    private byte[] _pixels = [];

    /// <summary>Draws the picture and compares both twins.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _pixels = DrawnPhoto.Pixels(DrawnPhoto.OutputShape);
        Scalar();
        byte[] expected = _pixels;
        _pixels = DrawnPhoto.Pixels(DrawnPhoto.OutputShape);
        Run();
        MatchFirst.Equal<byte>(expected, _pixels);
        AllocatesNothing.Check(Run);
    }

    /// <summary>Plain loops.</summary>
    [Benchmark(Baseline = true)]
    public void Scalar() => Run(SimdLevel.Scalar);

    /// <summary>As the engine runs it.</summary>
    [Benchmark]
    public void Run() => Run(SimdLevels.Best);

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Close() => _scratch.Dispose();

    private void Run(SimdLevel level) => _flip.Run(new ImageView(DrawnPhoto.OutputShape, _pixels), _scratch, level);
}
