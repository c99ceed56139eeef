using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Benchmarks.Photometric;

/// <summary>
/// One photometric step on a 300 x 300 picture. Baseline: the scalar twin. From one picture into another, so that every call sees
/// the same levels; the engine changes one picture in place.
/// </summary>
public abstract class PhotometricBenchmarks
{
    private const int BoxCount = 8;
    private readonly AugmentationLog _log = new();
    private readonly BoxPixels[] _boxes = DrawnBoxes.Pixels(BoxCount, DrawnPhoto.OutputShape);
    private readonly byte[] _source = DrawnPhoto.Pixels(DrawnPhoto.OutputShape);
    private readonly byte[] _destination = new byte[DrawnPhoto.OutputShape.RgbBytes];
    private byte[] _scratch = [];

    private protected IPhotometricOperation Operation { get; private set; } = null!;

    /// <summary>What is measured, as a recipe would say it.</summary>
    private protected abstract PhotometricStepOptions Options { get; }

    /// <summary>Draws the parameters and compares both twins.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Operation = Options.CreateOperation(DrawnPhoto.OutputShape);
        _scratch = new byte[Operation.ScratchBytes];
        Draw();
        Scalar();
        byte[] expected = [.. _destination];
        Array.Clear(_destination);
        Run();
        MatchFirst.Equal<byte>(expected, _destination);
        AllocatesNothing.Check(Run, Draw);
    }

    /// <summary>Plain loops.</summary>
    [Benchmark(Baseline = true)]
    public void Scalar() => RunScalar(new ReadOnlyImageView(DrawnPhoto.OutputShape, _source), new ImageView(DrawnPhoto.OutputShape, _destination));

    /// <summary>As the engine runs it.</summary>
    [Benchmark]
    public void Run() => Operation.Run(new ReadOnlyImageView(DrawnPhoto.OutputShape, _source), new ImageView(DrawnPhoto.OutputShape, _destination), _scratch);

    /// <summary>Drawing the parameters and making the tables, without pixels.</summary>
    [Benchmark]
    public void Draw()
    {
        var random = new SampleRandom(7, 0x0123_4567_89AB_CDEF, 0, StepInstances.Photometric);
        _log.Clear();
        Operation.Draw(ref random, _boxes, _log);
    }

    private protected abstract void RunScalar(ReadOnlyImageView source, ImageView destination);
}
