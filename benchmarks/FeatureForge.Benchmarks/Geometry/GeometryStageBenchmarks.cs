using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Benchmarks.Geometry;

/// <summary>
/// The whole stage with the steps of the example recipe (ssdCrop, flip, rotate) on a decoded photo with eight boxes; per sample, mean
/// of 16 epochs, since each draws another crop. Baseline: the scalar twins.
/// </summary>
public class GeometryStageBenchmarks
{
    private const int Epochs = 16;
    private const ulong Seed = 7;
    private readonly ObjectList _objects = new();
    private readonly AugmentationLog _log = new();
    private readonly byte[] _picture = new byte[DrawnPhoto.OutputShape.RgbBytes];
    private GeometryStage _scalar = null!;
    private GeometryStage _best = null!;
    private SampleListing _listing = null!;
    private byte[] _pixels = [];

    /// <summary>Shape of the photo.</summary>
    [ParamsSource(nameof(Photos))]
    public ImageShape Photo { get; set; }

    /// <summary>Shapes measured.</summary>
    public static IEnumerable<ImageShape> Photos => DrawnPhoto.UsualShapes;

    /// <summary>Draws the photo and compares both twins in every epoch.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var options = new GeometryOptions
        {
            Output = DrawnPhoto.OutputShape,
            Steps = [new SsdCropOptions(), new FlipOptions { Probability = 0.5 }, new RotateOptions { Degrees = new NumberRange(-10, 10), Probability = 0.3 }],
        };
        _scalar = new GeometryStage(options, Seed, SimdLevel.Scalar);
        _best = new GeometryStage(options, Seed);
        _listing = DrawnListing.Of(1, Photo);
        _pixels = DrawnPhoto.Pixels(Photo);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            Run(_scalar, epoch);
            byte[] expected = [.. _picture];
            Run(_best, epoch);
            MatchFirst.Equal<byte>(expected, _picture);
        }

        AllocatesNothing.Check(Run, Plan);
    }

    /// <summary>Plain loops.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Epochs)]
    public void Scalar()
    {
        for (int epoch = 0; epoch < Epochs; epoch++)
            Run(_scalar, epoch);
    }

    /// <summary>As the engine runs it.</summary>
    [Benchmark(OperationsPerInvoke = Epochs)]
    public void Run()
    {
        for (int epoch = 0; epoch < Epochs; epoch++)
            Run(_best, epoch);
    }

    /// <summary>Drawing the steps, moving the boxes and planning the resize, without pixels.</summary>
    [Benchmark(OperationsPerInvoke = Epochs)]
    public void Plan()
    {
        for (int epoch = 0; epoch < Epochs; epoch++)
            Plan(_best, epoch);
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Close()
    {
        _scalar.Dispose();
        _best.Dispose();
    }

    private void Run(GeometryStage stage, int epoch)
    {
        Plan(stage, epoch);
        stage.Accept(new RowBand(0, Photo.Height, _pixels, Photo.RowBytes));
        stage.Finish(new ImageView(DrawnPhoto.OutputShape, _picture));
    }

    private void Plan(GeometryStage stage, int epoch)
    {
        SampleDescription sample = _listing[0];
        _log.Clear();
        _objects.Clear();
        for (int i = 0; i < sample.Boxes.Length; i++)
            _objects.Add(sample.Boxes[i], sample.Labels[i], i);
        stage.Plan(sample, Photo, epoch, augment: true, _objects, _log);
    }
}
