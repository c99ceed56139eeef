using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>One level of an anchor set that a recipe lays out itself: an element of <c>targets.anchors</c>.</summary>
public sealed record AnchorLevelOptions
{
    private const string FeatureMapKey = "featureMap";
    private const string ScalesKey = "scales";
    private const string AspectRatiosKey = "aspectRatios";
    private const int MostOfEach = 16;

    /// <summary>The element, its keys, ranges and defaults.</summary>
    public static StepDescription Part { get; } = new()
    {
        Name = "level",
        Summary = "a feature map of the detector and the anchors of each of its cells, every aspect ratio at every scale, the scales outside. "
            + "The map fills the picture: the centre of column j of n is (j + 0.5) / n.",
        Random = false,
        Keys =
        [
            new() { Name = FeatureMapKey, Kind = ValueKind.Size, Required = true, Minimum = 1, Maximum = 2048, Unit = "cells", Summary = "Columns and rows of the feature map." },
            new()
            {
                Name = ScalesKey,
                Kind = ValueKind.NumberList,
                Required = true,
                Minimum = 0.001,
                Maximum = 2,
                MostItems = MostOfEach,
                Summary = "Square root of the area of an anchor as a share of the picture. Each once.",
            },
            new()
            {
                Name = AspectRatiosKey,
                Kind = ValueKind.NumberList,
                Minimum = 0.05,
                Maximum = 20,
                Default = new[] { 1.0 },
                MostItems = MostOfEach,
                Summary = "Width / height of an anchor, each as a share of its own side of the picture. Each once.",
            },
        ],
        Create = Make,
    };

    /// <summary>Columns and rows of the feature map.</summary>
    public required ImageShape FeatureMap { get; init; }

    /// <summary>Square roots of the anchors' areas, as shares of the picture; at least one.</summary>
    public required IReadOnlyList<double> Scales { get; init; }

    /// <summary>Width / height, each share measured on its own side of the picture; at least one.</summary>
    public IReadOnlyList<double> AspectRatios { get; init; } = [1.0];

    /// <summary>Anchors of the level.</summary>
    public long Anchors => (long)FeatureMap.Width * FeatureMap.Height * Scales.Count * AspectRatios.Count;

    /// <summary>The level as anchor sets are made of.</summary>
    public AnchorLevel ToLevel() => AnchorLevel.Custom(FeatureMap.Width, FeatureMap.Height, Scales, AspectRatios);

    private static AnchorLevelOptions Make(StepValues values)
    {
        AnchorLevelOptions options = new() { FeatureMap = values.Size(FeatureMapKey), Scales = values.NumberList(ScalesKey), AspectRatios = values.NumberList(AspectRatiosKey) };
        CheckOnce(ScalesKey, options.Scales);
        CheckOnce(AspectRatiosKey, options.AspectRatios);
        return options;
    }

    // Two equal anchors would share their objects by their numbers alone.
    private static void CheckOnce(string key, IReadOnlyList<double> numbers)
    {
        if (numbers.GroupBy(number => number).FirstOrDefault(same => same.Count() > 1) is { } again)
            throw new StepRuleException(key, FormattableString.Invariant($"{again.Key} is in the list {again.Count()} times; keep one"));
    }
}
