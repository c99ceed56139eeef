namespace FeatureForge.Records.Shards;

/// <summary>One shard as planned: its name and what belongs at each place. A view into the order of its split; holds no objects per sample.</summary>
public sealed class PlannedShard
{
    private readonly int[] _order;
    private readonly int _first;
    private readonly int _samplesPerEpoch;

    internal PlannedShard(ShardName name, int index, SplitOrder order, int first, int count)
    {
        Name = name;
        Index = index;
        Count = count;
        _order = order.Samples;
        _samplesPerEpoch = order.SamplesPerEpoch;
        _first = first;
    }

    /// <summary>Name of the file.</summary>
    public ShardName Name { get; }

    /// <summary>Name of the split.</summary>
    public string Split => Name.Split;

    /// <summary>Number of the shard within its split, from 0.</summary>
    public int Number => Name.Number;

    /// <summary>Number of shards of the split.</summary>
    public int Of => Name.Of;

    /// <summary>Position of the shard in the plan, from 0, over all splits.</summary>
    public int Index { get; }

    /// <summary>Number of places; a quarantined sample leaves its place empty.</summary>
    public int Count { get; }

    /// <summary>What belongs at a place.</summary>
    /// <param name="place">0 to <see cref="Count"/> - 1.</param>
    public PlannedEntry this[int place]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)place, (uint)Count, nameof(place));
            int rank = _first + place;
            return new PlannedEntry(_order[rank], rank / _samplesPerEpoch);
        }
    }
}
