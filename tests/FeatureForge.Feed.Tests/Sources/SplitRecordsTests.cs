using System.Globalization;
using FeatureForge.Feed.Sources;
using FeatureForge.Records.Framing;
using FeatureForge.Records.Shards;
using FeatureForge.Testing;

namespace FeatureForge.Feed.Tests.Sources;

/// <summary>Where epochs begin in shards.</summary>
public sealed class SplitRecordsTests : IDisposable
{
    private const int LargestEpoch = 127;
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Starts_OfAnyEpochsThatAscend_AreThoseOfALookAtEveryRecord()
    {
        var random = new Random(5);
        for (int round = 0; round < 60; round++)
        {
            int most = random.Next(1, 40);
            byte[] epochs = [.. Enumerable.Range(0, random.Next(most, 120)).Select(_ => (byte)random.Next(most)).Order()];
            using SplitRecords records = Write(epochs);
            int[] starts = records.ReadEpochStarts(CancellationToken.None);
            Assert.Equal(Enumerable.Range(0, epochs[^1] + 2).Select(epoch => epochs.Count(one => one < epoch)), starts);
            for (uint epoch = 0; epoch <= epochs[^1]; epoch++)
                Assert.Equal((starts[epoch], starts[epoch + 1] - starts[epoch]), records.RecordsOf(epoch));
        }
    }

    [Fact]
    public void Starts_OfEpochsInDisorder_Ascend()
    {
        var random = new Random(6);
        for (int round = 0; round < 60; round++)
        {
            byte[] epochs = [.. Enumerable.Range(0, 130).Select(_ => (byte)random.Next(LargestEpoch + 1))];
            using SplitRecords records = Write(epochs);
            int[] starts = records.ReadEpochStarts(CancellationToken.None);
            Assert.Equal(starts.Order(), starts);
            Assert.Equal((0, 130), (starts[0], starts[^1]));
        }
    }

    [Fact]
    public void Starts_OfMoreEpochsThanRecords_AreRefused()
    {
        using SplitRecords records = Write([0, 0, LargestEpoch]);
        Assert.Equal(500, Assert.Throws<FeedRefusal>(() => records.ReadEpochStarts(CancellationToken.None)).Status);
    }

    [Fact]
    public void Reading_ThatIsCancelled_Ends_AndIsDoneAnew()
    {
        using SplitRecords records = Write([0, 0, 1, 1, 2]);
        Assert.Throws<OperationCanceledException>(() => records.ReadEpochStarts(new CancellationToken(canceled: true)));
        Assert.Equal([0, 2, 4, 5], records.ReadEpochStarts(CancellationToken.None));
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>A shard whose records hold an epoch and nothing else.</summary>
    private SplitRecords Write(byte[] epochs)
    {
        byte[][] framed = [.. epochs.Select(Framed)];
        int length = framed[0].Length;
        string name = $"train-{Guid.NewGuid():N}";
        File.WriteAllBytes(_folder[name], [.. framed.SelectMany(record => record)]);
        File.WriteAllLines(_folder[name + ".idx"], epochs.Select((_, at) => string.Create(CultureInfo.InvariantCulture, $"{at * length} {length}")));
        return new SplitRecords([IndexedShard.Open(_folder.Path, new ManifestShard(name, epochs.Length, (long)epochs.Length * length, 0))]);
    }

    private static byte[] Framed(byte epoch)
    {
        // tf.train.Example { features { feature { "sample/epoch": int64_list { value: [epoch] } } } }
        byte[] value = [0x12, 5, 0x1A, 3, 0x0A, 1, epoch];
        byte[] entry = [0x0A, 12, .. "sample/epoch"u8, .. value];
        byte[] record = [0x0A, (byte)(entry.Length + 2), 0x0A, (byte)entry.Length, .. entry];
        byte[] framed = [.. new byte[RecordFraming.HeaderBytes], .. record, .. new byte[RecordFraming.FooterBytes]];
        RecordFraming.Seal(framed);
        return framed;
    }
}
