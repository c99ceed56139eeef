using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Records.Shards;

namespace FeatureForge.Benchmarks.Shards;

/// <summary>
/// One record of 270 kB verified within a shard of 64 in the file cache by one worker: frames, index, checksum of the file. Baseline:
/// every record read once with its checksums.
/// </summary>
public class ShardVerifierBenchmarks
{
    private const int Records = 64;
    private static readonly VerifyOptions s_plain = new() { Workers = 1 };
    private static readonly VerifyOptions s_withSha256 = new() { Workers = 1, Sha256 = true };
    private ScratchFolder _folder = null!;
    private string _path = "";

    /// <summary>Writes the shard; it must be found sound, with every record.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _folder = new ScratchFolder();
        _path = _folder[new ShardName("train", 0, 1).ToString()];
        DrawnRecords.Write(_path, Records);
        VerifyResult result = Verify();
        MatchFirst.Equal([TryRead(), 0], [result.Records, result.Findings.Count]);
    }

    /// <summary>Reading alone.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Records)]
    public long TryRead()
    {
        using ShardReader reader = ShardReader.Open(_path);
        while (reader.TryRead(out _))
        {
        }

        return reader.NextRecord;
    }

    /// <summary>As <c>featureforge verify</c> does.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public VerifyResult Verify() => ShardVerifier.Verify([_path], s_plain);

    /// <summary>The same with SHA-256 of the file.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public VerifyResult VerifyWithSha256() => ShardVerifier.Verify([_path], s_withSha256);

    /// <summary>Deletes the shard.</summary>
    [GlobalCleanup]
    public void Close() => _folder.Dispose();
}
