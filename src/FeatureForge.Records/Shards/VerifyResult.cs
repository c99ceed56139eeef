namespace FeatureForge.Records.Shards;

/// <summary>The result of a verification.</summary>
/// <param name="Shards">Every file of records, by path.</param>
/// <param name="Findings">Everything wrong, by path, then by place; empty when all is sound.</param>
public sealed record VerifyResult(IReadOnlyList<VerifiedShard> Shards, IReadOnlyList<VerifyFinding> Findings)
{
    /// <summary>True when nothing is wrong.</summary>
    public bool IsSound => Findings.Count == 0;

    /// <summary>Records in all files.</summary>
    public long Records => Shards.Sum(shard => shard.Records);

    /// <summary>Bytes of all files.</summary>
    public long Bytes => Shards.Sum(shard => shard.Bytes);
}
