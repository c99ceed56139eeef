using FeatureForge.Core.Errors;

namespace FeatureForge.Records.Shards;

/// <summary>A file of records is damaged.</summary>
public sealed class DamagedShardException : FeatureForgeException
{
    internal DamagedShardException(ShardPlace place, string reason, string message, bool canContinue)
        : base(1, message)
    {
        Place = place;
        Reason = reason;
        CanContinue = canContinue;
    }

    /// <summary>Where the damage is.</summary>
    public ShardPlace Place { get; }

    /// <summary>
    /// Stable kebab-case word: <c>truncated</c>, <c>length-checksum</c>, <c>data-checksum</c>, <c>implausible-length</c>,
    /// <c>record-too-large</c>, <c>damaged-gzip</c>, <c>index-mismatch</c>.
    /// </summary>
    public string Reason { get; }

    /// <summary>True when the frame is sound, so that reading can go on with the next record.</summary>
    public bool CanContinue { get; }
}
