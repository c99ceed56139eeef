using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Pipeline.Run;

/// <summary>What a run did. Counts cover the whole output where named so, else this process alone.</summary>
public sealed record RunSummary
{
    /// <summary>Entries (samples times epochs) that this process was to make, including those made by an earlier, interrupted run.</summary>
    public required long In { get; init; }

    /// <summary>Records written for them, now or earlier.</summary>
    public required long Out { get; init; }

    /// <summary>Entries quarantined, now or earlier; <c>In = Out + Quarantined</c>.</summary>
    public required long Quarantined { get; init; }

    /// <summary>Quarantined entries of this process by reason, ordinal order.</summary>
    public required IReadOnlyDictionary<string, long> QuarantinedByReason { get; init; }

    /// <summary>Shards that this process owns.</summary>
    public required int Shards { get; init; }

    /// <summary>Shards of these that an earlier run had completed.</summary>
    public required int ShardsResumed { get; init; }

    /// <summary>Bytes of records written by this process.</summary>
    public required long Bytes { get; init; }

    /// <summary>Entries made by this process.</summary>
    public required long Made { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>True when the whole output is complete and has its manifest.</summary>
    public required bool Complete { get; init; }

    /// <summary>Things noticed about samples that became records.</summary>
    public required SampleCounts Counts { get; init; }

    /// <summary>What matching did to the objects made by this process; null without targets.</summary>
    public required MatchReport? MatchReport { get; init; }

    /// <summary>Which samples were made on a device and which on the processor; empty for a run on the processor alone.</summary>
    public required RouteCounts Routes { get; init; }

    /// <summary>Where the workers' time went.</summary>
    public required StageTimes Times { get; init; }
}
