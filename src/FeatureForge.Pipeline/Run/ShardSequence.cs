using FeatureForge.Records.Shards;

namespace FeatureForge.Pipeline.Run;

/// <summary>The entries of several shards as one sequence of positions: what workers count through and the writer follows.</summary>
internal sealed class ShardSequence
{
    private readonly long[] _starts;

    /// <summary>Joins shards.</summary>
    /// <param name="shards">Shards in the order they are written.</param>
    public ShardSequence(IReadOnlyList<PlannedShard> shards)
    {
        Shards = shards;
        _starts = new long[shards.Count + 1];
        for (int i = 0; i < shards.Count; i++)
            _starts[i + 1] = _starts[i] + shards[i].Count;
    }

    /// <summary>The shards.</summary>
    public IReadOnlyList<PlannedShard> Shards { get; }

    /// <summary>Number of positions.</summary>
    public long Count => _starts[^1];

    /// <summary>The entry at a position.</summary>
    /// <param name="position">0 to <see cref="Count"/> - 1.</param>
    public PlannedEntry this[long position]
    {
        get
        {
            int found = Array.BinarySearch(_starts, position);
            int shard = found >= 0 ? found : ~found - 1;
            // Shards without entries share their start with the next one.
            while (_starts[shard + 1] == position)
                shard++;
            return Shards[shard][(int)(position - _starts[shard])];
        }
    }
}
