using FeatureForge.Pipeline.Targets;
using FeatureForge.Records.Shards;

namespace FeatureForge.Feed.Sources;

/// <summary>Levels that targets lay out themselves, as manifests keep them.</summary>
internal static class AnchorLevels
{
    /// <summary>The levels of targets; empty where there are no targets or their set is known by name.</summary>
    /// <param name="targets">Targets, or null.</param>
    public static IReadOnlyList<DatasetAnchorLevel> Of(TargetOptions? targets) =>
        [.. (targets?.Levels ?? []).Select(level => new DatasetAnchorLevel(level.FeatureMap, level.Scales, level.AspectRatios))];
}
