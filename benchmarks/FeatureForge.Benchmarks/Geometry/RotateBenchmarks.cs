using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Options;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Benchmarks.Geometry;

/// <summary>A 300 x 300 picture turned in place by 10 degrees, edges repeated. Baseline: the scalar twin.</summary>
public class RotateBenchmarks
{
    private const double Degrees = 10;
    private readonly GrowableBuffer _scratch = new();
    private readonly Rotate _rotate = (Rotate)new RotateOptions { Degrees = new NumberRange(Degrees, Degrees) }.CreateStep();
    private byte[] _pixels = [];

    /// <summary>Draws the picture, settles the map and compares both twins.</summary>
    [GlobalSetup]
    public void Setup()
    {
        ImageShape shape = DrawnPhoto.OutputShape;
        var random = new SampleRandom(7, 1, 0, StepInstances.Geometry);
        var view = new GeometryView();
        view.Start(shape, -1);
        view.Resolve(shape);
        _rotate.Draw(ref random, new AugmentationLog());
        _rotate.Place(view, shape, []);
        _pixels = DrawnPhoto.Pixels(shape);
        Scalar();
        byte[] expected = _pixels;
        _pixels = DrawnPhoto.Pixels(shape);
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

    private void Run(SimdLevel level) => _rotate.Run(new ImageView(DrawnPhoto.OutputShape, _pixels), _scratch, level);
}
