using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Core.Samples;
using FeatureForge.Records.Shards;

namespace FeatureForge.Benchmarks.Shards;

/// <summary>
/// One record of 270 kB appended to a shard, into the file cache: index line and checksum of the file included, the flush to disk at
/// the end of a shard not. Baseline: the same bytes written to a file.
/// </summary>
public class ShardFileBenchmarks
{
    private const int Records = 128;
    private const int BufferBytes = 1 << 18;
    private readonly byte[] _record = DrawnRecords.One();
    private ScratchFolder _folder = null!;
    private OutputFolder _output = null!;
    private ShardPlan _plan = null!;
    private ShardFile _shard = null!;
    private FileStream _file = null!;

    /// <summary>Opens the output folder and compares the bytes that both write.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _folder = new ScratchFolder();
        SampleListing listing = DrawnListing.Of(Records, DrawnPhoto.OutputShape);
        _plan = ShardPlan.Create(listing, seed: 7, epochs: 1, _ => true, _record.Length, long.MaxValue);
        _output = OutputFolder.Open(_folder["shards"], new OutputFingerprints("recipe", "source", "engine"), _plan);
        StartFile();
        Write();
        EndFile();
        StartShard();
        Append();
        MatchFirst.Equal([new FileInfo(_folder["file"]).Length, Records], [_shard.Bytes, _shard.Records]);
        AllocatesNothing.Check(Append);
        EndShard();
    }

    /// <summary>Starts a file.</summary>
    [IterationSetup(Target = nameof(Write))]
    public void StartFile() => _file = new FileStream(_folder["file"], FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);

    /// <summary>The bytes alone.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Records)]
    public void Write()
    {
        for (int i = 0; i < Records; i++)
            _file.Write(_record);
    }

    /// <summary>Ends the file.</summary>
    [IterationCleanup(Target = nameof(Write))]
    public void EndFile() => _file.Dispose();

    /// <summary>Starts a shard.</summary>
    [IterationSetup(Target = nameof(Append))]
    public void StartShard() => _shard = _output.CreateShard(_plan.Shards[0]);

    /// <summary>The bytes as records of a shard.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public void Append()
    {
        for (int i = 0; i < Records; i++)
            _shard.Append(_record);
    }

    /// <summary>Gives the shard up, which deletes it.</summary>
    [IterationCleanup(Target = nameof(Append))]
    public void EndShard() => _shard.Dispose();

    /// <summary>Deletes the folder.</summary>
    [GlobalCleanup]
    public void Close()
    {
        _output.Dispose();
        _folder.Dispose();
    }
}
