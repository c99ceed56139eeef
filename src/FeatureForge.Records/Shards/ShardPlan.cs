using FeatureForge.Core.Samples;

namespace FeatureForge.Records.Shards;

/// <summary>
/// Which sample goes to which place of which shard, fixed before anything is decoded: samples of a split are ordered by
/// Philox(seed, epoch, key), epoch after epoch, and cut into shards of nearly equal length. It depends on nothing but listing,
/// seed, epochs and sizes, so every task of a divided run makes the same plan.
/// </summary>
public sealed class ShardPlan
{
    private ShardPlan(IReadOnlyList<PlannedShard> shards, long entries)
    {
        Shards = shards;
        Entries = entries;
    }

    /// <summary>All shards, split after split.</summary>
    public IReadOnlyList<PlannedShard> Shards { get; }

    /// <summary>Number of records that would come out if no sample were quarantined.</summary>
    public long Entries { get; }

    /// <summary>Plans the shards of a run.</summary>
    /// <param name="listing">Samples.</param>
    /// <param name="seed">Seed of the recipe.</param>
    /// <param name="epochs">Augmented copies, 1 to 65,536.</param>
    /// <param name="splitIsAugmented">Whether random steps apply to a split; one without them is written once, whatever <paramref name="epochs"/> says.</param>
    /// <param name="predictedRecordBytes">Predicted bytes of one record, framing included, at least 1.</param>
    /// <param name="shardBytes">Bytes wanted per shard, at least 1.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">A split name cannot be a file name, or there would be too many records or shards.</exception>
    public static ShardPlan Create(
        SampleListing listing, ulong seed, int epochs, Func<int, bool> splitIsAugmented, long predictedRecordBytes, long shardBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(epochs, 1 << 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(predictedRecordBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shardBytes, 1);
        var shards = new List<PlannedShard>();
        long entries = 0;
        for (int split = 0; split < listing.Splits.Count; split++)
        {
            string name = listing.Splits[split];
            if (!ShardName.IsValidSplit(name))
                throw RecordErrors.SplitNameUnusable(name);
            SplitOrder order = Order(listing, split, seed, splitIsAugmented(split) ? epochs : 1);
            Cut(shards, name, order, ShardCount(name, order.Samples.Length, predictedRecordBytes, shardBytes));
            entries += order.Samples.Length;
        }

        return new ShardPlan(shards, entries);
    }

    private static int ShardCount(string split, int records, long predictedRecordBytes, long shardBytes)
    {
        if (records == 0)
            return 0;
        UInt128 bytes = (UInt128)(ulong)records * (ulong)predictedRecordBytes;
        UInt128 wanted = (bytes + (ulong)shardBytes - 1) / (ulong)shardBytes;
        int count = wanted > (ulong)records ? records : (int)wanted;
        return count <= ShardName.MaximumShards ? count : throw RecordErrors.TooManyShards(split, count, shardBytes);
    }

    private static void Cut(List<PlannedShard> shards, string split, SplitOrder order, int count)
    {
        long records = order.Samples.Length;
        for (int number = 0; number < count; number++)
        {
            int first = (int)(number * records / count);
            int end = (int)((number + 1) * records / count);
            shards.Add(new PlannedShard(new ShardName(split, number, count), shards.Count, order, first, end - first));
        }
    }

    private static SplitOrder Order(SampleListing listing, int split, ulong seed, int epochs)
    {
        int samples = 0;
        for (int i = 0; i < listing.Count; i++)
            samples += listing.SplitOf(i) == split ? 1 : 0;
        if ((long)samples * epochs > Array.MaxLength)
            throw RecordErrors.TooManyRecords(listing.Splits[split], samples, epochs);
        var order = new int[samples * epochs];
        for (int epoch = 0; epoch < epochs; epoch++)
            EpochOrder.Fill(listing, split, (seed, epoch), order.AsSpan(epoch * samples, samples));
        return new SplitOrder(order, samples);
    }
}
