using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;

namespace FeatureForge.Benchmarks.Decode;

/// <summary>One PNG file in memory (8-bit RGB, zlib level 6) to rows of RGB. Baseline: libspng alone, with a fresh context for the file.</summary>
public class PngDecoderBenchmarks
{
    private readonly RowSink _sink = new();
    private SpngDecoder _codec = null!;
    private ImageDecoder _decoder = null!;
    private byte[] _file = [];
    private byte[] _scratch = [];
    private byte[] _pixels = [];

    /// <summary>Shape of the photo.</summary>
    [ParamsSource(nameof(Photos))]
    public ImageShape Photo { get; set; }

    /// <summary>Shapes measured.</summary>
    public static IEnumerable<ImageShape> Photos => DrawnPhoto.UsualShapes;

    /// <summary>Opens the codecs and compares their pixels.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _codec = new SpngDecoder();
        _decoder = new ImageDecoder(new DecodeOptions());
        _file = DrawnPhoto.Png(Photo);
        _pixels = new byte[Photo.RgbBytes];
        _scratch = new byte[_decoder.Plan(_file).ScratchBytes];
        _sink.Kept = new byte[Photo.RgbBytes];
        Libspng();
        DecodeStage();
        MatchFirst.Equal<byte>(_pixels, _sink.Kept);
        _sink.Kept = null;
        AllocatesNothing.Check(() => DecodeStage());
    }

    /// <summary>The codec alone.</summary>
    [Benchmark(Baseline = true)]
    public CodecStatus Libspng() => _codec.DecodeRgb(_file, Photo, _pixels);

    /// <summary>Reading and checking the header, the same codec, rows handed on.</summary>
    [Benchmark]
    public bool DecodeStage()
    {
        DecodePlan plan = _decoder.Plan(_file);
        return _decoder.Run(_file, plan, new RowRange(0, Photo.Height), _scratch, _sink);
    }

    /// <summary>Closes the codecs.</summary>
    [GlobalCleanup]
    public void Close()
    {
        _codec.Dispose();
        _decoder.Dispose();
    }
}
