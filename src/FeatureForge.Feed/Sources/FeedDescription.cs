using FeatureForge.Records.Encode;
using FeatureForge.Records.Shards;

namespace FeatureForge.Feed.Sources;

/// <summary>What <c>/v1/manifest</c> says of a data set besides what the source says anyway.</summary>
internal sealed record FeedDescription
{
    /// <summary>Fingerprints of recipe and source, and the engine that makes or made the records.</summary>
    public required OutputFingerprints Fingerprints { get; init; }

    /// <summary>Whose conventions the records follow.</summary>
    public required RecordProfile Profile { get; init; }

    /// <summary>Splits and the samples of their epoch 0.</summary>
    public required IReadOnlyList<(string Name, int Records)> Splits { get; init; }

    /// <summary>How many different epochs there are, at least 1.</summary>
    public required int Epochs { get; init; }

    /// <summary>SHA-256 of the anchor set as text; null without targets.</summary>
    public string? AnchorSet { get; init; }

    /// <summary>Levels of an anchor set that the recipe lays out itself; empty for a set known by name.</summary>
    public IReadOnlyList<DatasetAnchorLevel> AnchorLevels { get; init; } = [];
}
