namespace FeatureForge.Records.Shards;

/// <summary>The share of one task of a divided run (<c>--task I/N</c>): it owns the shards whose position in the plan is congruent to I modulo N.</summary>
/// <param name="Number">I, 0 to N - 1.</param>
/// <param name="Of">N, at least 1.</param>
public readonly record struct TaskShare(int Number, int Of)
{
    /// <summary>Whether the share is one that exists: N at least 1, I from 0 to N - 1.</summary>
    public bool IsValid => Of >= 1 && Number >= 0 && Number < Of;

    /// <summary>Whether a shard belongs to the share.</summary>
    /// <param name="shard">Shard.</param>
    public bool Owns(PlannedShard shard) => shard.Index % Of == Number;

    /// <summary>The share as on the command line.</summary>
    public override string ToString() => $"{Number}/{Of}";
}
