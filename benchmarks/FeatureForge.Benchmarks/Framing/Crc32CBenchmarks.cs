using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Records.Framing;

namespace FeatureForge.Benchmarks.Framing;

/// <summary>The checksum of a record. Baseline: the twin by tables.</summary>
public class Crc32CBenchmarks
{
    private byte[] _bytes = [];

    /// <summary>Bytes of the record: a small JPEG, and 300 x 300 raw.</summary>
    [Params(20_000, 270_000)]
    public int Bytes { get; set; }

    /// <summary>Draws the bytes and compares both twins.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _bytes = DrawnPhoto.Pixels(DrawnPhoto.OutputShape)[..Bytes];
        MatchFirst.Equal([Tables()], [Run()]);
        AllocatesNothing.Check(() => Run());
    }

    /// <summary>Eight tables.</summary>
    [Benchmark(Baseline = true)]
    public uint Tables() => ~Crc32C.AppendByTables(~0u, _bytes);

    /// <summary>As the engine runs it: the processor's instruction in three lanes where there is one.</summary>
    [Benchmark]
    public uint Run() => Crc32C.Compute(_bytes);
}
