namespace FeatureForge.Records.Shards;

/// <summary>How to verify.</summary>
public sealed record VerifyOptions
{
    /// <summary>True to compute the SHA-256 of each file too.</summary>
    public bool Sha256 { get; init; }

    /// <summary>Files read at once, at least 1; by default one per core.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Takes each file when it was read; called by several threads.</summary>
    public IProgress<VerifiedShard>? Progress { get; init; }
}
