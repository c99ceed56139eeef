namespace FeatureForge.Cli.Inspect;

/// <summary>Everything that <c>inspect</c> tells about shards, gathered record by record.</summary>
internal sealed class ShardStatistics
{
    private readonly SortedDictionary<string, long> _shards = new(StringComparer.Ordinal);
    private readonly SortedSet<long> _epochs = [];

    /// <summary>Records by shard name.</summary>
    public IReadOnlyDictionary<string, long> Shards => _shards;

    /// <summary>Epochs seen, ascending.</summary>
    public IReadOnlyCollection<long> Epochs => _epochs;

    /// <summary>Number of records.</summary>
    public long Records => _shards.Values.Sum();

    /// <summary>Keys.</summary>
    public SchemaStatistics Schema { get; } = new();

    /// <summary>Pictures, labels and boxes.</summary>
    public ObjectStatistics Objects { get; } = new();

    /// <summary>Matched anchors.</summary>
    public AnchorStatistics Anchors { get; } = new();

    /// <summary>Augmentations.</summary>
    public AugmentationStatistics Augmentations { get; } = new();

    /// <summary>Records by split, in ordinal order.</summary>
    public IReadOnlyDictionary<string, long> Splits
    {
        get
        {
            var splits = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var (shard, records) in _shards)
                splits[SplitOf(shard)] = (splits.TryGetValue(SplitOf(shard), out long before) ? before : 0) + records;
            return splits;
        }
    }

    /// <summary>Gathers all records of a source.</summary>
    public static ShardStatistics Of(IExampleSource source)
    {
        var statistics = new ShardStatistics();
        foreach (ExampleRecord record in source.Read())
            statistics.Add(record);
        return statistics;
    }

    /// <summary>What a shard's name has before <c>.tfrecord</c>: the split, in TFDS's naming with the data set before it.</summary>
    public static string SplitOf(string shard)
    {
        int end = shard.IndexOf(".tfrecord", StringComparison.Ordinal);
        return end < 0 ? shard : shard[..end];
    }

    /// <summary>Mentions a shard, so that it is listed even when it holds no record.</summary>
    public void AddShard(string shard) => _shards.TryAdd(shard, 0);

    /// <summary>Takes in a record.</summary>
    public void Add(ExampleRecord record)
    {
        AddShard(record.Shard);
        _shards[record.Shard]++;
        foreach (long epoch in record.Integers(RecordKeys.Epoch))
            _epochs.Add(epoch);
        Schema.Add(record);
        Objects.Add(record);
        Anchors.Add(record);
        Augmentations.Add(record);
    }
}
