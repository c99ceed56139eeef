using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Records.Shards;

namespace FeatureForge.Benchmarks.Shards;

/// <summary>
/// One record of 270 kB read out of a shard of 64 in the file cache, checksums compared; opening the file is shared by the records.
/// Baseline: the same bytes read from the file.
/// </summary>
public class ShardReaderBenchmarks
{
    private const int Records = 64;
    private const int BlockBytes = 1 << 20;
    private readonly byte[] _block = new byte[BlockBytes];
    private ScratchFolder _folder = null!;
    private string _path = "";

    /// <summary>Writes the shard and compares what each way reads.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _folder = new ScratchFolder();
        _path = _folder[new ShardName("train", 0, 1).ToString()];
        DrawnRecords.Write(_path, Records);
        byte[] record = DrawnRecords.One();
        MatchFirst.Equal([(long)record.Length * Records, Records, Records], [Read(), TryRead(), ReadAt()]);
        using ShardReader reader = ShardReader.Open(_path);
        reader.ReadAt(ShardIndex.Read(_path + ShardName.IndexEnding), Records - 1);
        MatchFirst.Equal(record, reader.Framed);
    }

    /// <summary>The bytes alone.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Records)]
    public long Read()
    {
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        long bytes = 0;
        for (int read; (read = file.Read(_block)) > 0; bytes += read)
        {
        }

        return bytes;
    }

    /// <summary>One record after the other.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public long TryRead()
    {
        using ShardReader reader = ShardReader.Open(_path);
        while (reader.TryRead(out _))
        {
        }

        return reader.NextRecord;
    }

    /// <summary>By index, from the last to the first; reading the index is shared by the records too.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public long ReadAt()
    {
        ShardIndex index = ShardIndex.Read(_path + ShardName.IndexEnding);
        using ShardReader reader = ShardReader.Open(_path);
        for (int record = index.Count - 1; record >= 0; record--)
            reader.ReadAt(index, record);
        return index.Count;
    }

    /// <summary>Deletes the shard.</summary>
    [GlobalCleanup]
    public void Close() => _folder.Dispose();
}
