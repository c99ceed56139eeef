using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Benchmarks.Geometry;

/// <summary>The output resize of a whole photo to 300 x 300, weights included. Baseline: the scalar twin.</summary>
public class ResizeBenchmarks
{
    private readonly byte[] _resized = new byte[DrawnPhoto.OutputShape.RgbBytes];
    private ResizePlan _scalar = null!;
    private ResizePlan _best = null!;
    private byte[] _pixels = [];

    /// <summary>Shape of the photo.</summary>
    [ParamsSource(nameof(Photos))]
    public ImageShape Photo { get; set; }

    /// <summary>Shapes measured.</summary>
    public static IEnumerable<ImageShape> Photos => DrawnPhoto.UsualShapes;

    /// <summary>Draws the photo and compares both twins.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _scalar = new ResizePlan(SimdLevel.Scalar);
        _best = new ResizePlan();
        _pixels = DrawnPhoto.Pixels(Photo);
        Scalar();
        byte[] expected = [.. _resized];
        Array.Clear(_resized);
        Run();
        MatchFirst.Equal<byte>(expected, _resized);
        AllocatesNothing.Check(Run);
    }

    /// <summary>Plain loops.</summary>
    [Benchmark(Baseline = true)]
    public void Scalar() => Run(_scalar);

    /// <summary>As the engine runs it.</summary>
    [Benchmark]
    public void Run() => Run(_best);

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Close()
    {
        _scalar.Dispose();
        _best.Dispose();
    }

    private void Run(ResizePlan plan) => Resize.Run(
        new ReadOnlyImageView(Photo, _pixels),
        new BoxPixels(0, 0, Photo.Width, Photo.Height),
        new ImageView(DrawnPhoto.OutputShape, _resized),
        plan);
}
