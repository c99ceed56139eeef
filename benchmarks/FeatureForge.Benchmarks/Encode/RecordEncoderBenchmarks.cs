using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;

namespace FeatureForge.Benchmarks.Encode;

/// <summary>
/// A finished sample (270,000 raw bytes, eight faces, sparse targets) to a framed, checksummed record. Baseline: its bytes copied and
/// framed, which no encoder can do without.
/// </summary>
public class RecordEncoderBenchmarks
{
    private readonly DrawnSample _sample = new();
    private readonly RecordBuffer _record = new();
    private readonly RecordBuffer _copy = new();
    private RecordEncoder _encoder = null!;
    private byte[] _bytes = [];

    /// <summary>Encodes once, reads the picture back, and compares the record with the copy.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _encoder = new RecordEncoder(RecordProfile.TensorFlowObjectDetection, _sample.Labels);
        Encode();
        _bytes = [.. _record.Data];
        MatchFirst.Equal(_sample.Pixels, ExampleReader.Read(_bytes)["image/raw"].Bytes[0].Span);
        CopyAndFrame();
        MatchFirst.Equal(_copy.Framed, _record.Framed);
        AllocatesNothing.Check(Encode);
    }

    /// <summary>The bytes of the record copied into a frame, checksums included.</summary>
    [Benchmark(Baseline = true)]
    public void CopyAndFrame()
    {
        _bytes.CopyTo(_copy.Begin(_bytes.Length));
        _copy.Seal();
    }

    /// <summary>The sample encoded into a frame.</summary>
    [Benchmark]
    public void Encode() => _encoder.Encode(_sample.Finished, _record);

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Close()
    {
        _record.Dispose();
        _copy.Dispose();
    }
}
