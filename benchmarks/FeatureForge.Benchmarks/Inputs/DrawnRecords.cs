using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;
using FeatureForge.Records.Shards;

namespace FeatureForge.Benchmarks.Inputs;

/// <summary>Framed records of <see cref="DrawnSample"/>, all alike.</summary>
internal static class DrawnRecords
{
    /// <summary>One framed record.</summary>
    public static byte[] One()
    {
        var sample = new DrawnSample();
        using var record = new RecordBuffer();
        new RecordEncoder(RecordProfile.TensorFlowObjectDetection, sample.Labels).Encode(sample.Finished, record);
        return [.. record.Framed];
    }

    /// <summary>Writes a file of records and its index.</summary>
    /// <param name="path">Path of the file; the index lies beside it.</param>
    /// <param name="count">Number of records.</param>
    public static void Write(string path, int count)
    {
        byte[] record = One();
        using FileStream file = File.Create(path);
        for (int i = 0; i < count; i++)
            file.Write(record);
        File.WriteAllLines(path + ShardName.IndexEnding, Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{(long)i * record.Length} {record.Length}")));
    }
}
