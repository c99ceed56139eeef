using System.Globalization;
using FeatureForge.Core.Errors;

namespace FeatureForge.Pipeline.Targets;

/// <summary>Every error of the Targets room.</summary>
internal static class TargetErrors
{
    public static FeatureForgeException UnknownAnchorSet(string name) =>
        Recipe($"There is no anchor set '{name}'. Use one of: {string.Join(", ", AnchorPresets.Names)}.");

    public static FeatureForgeException NoLevels() => Recipe("An anchor set has no levels, it needs at least 1. Add a feature map with scales and aspect ratios.");

    public static FeatureForgeException EmptyMap(int level, AnchorLevel shape) =>
        Recipe($"Anchor level {level} has a map of {shape.MapWidth} x {shape.MapHeight} cells, each side needs at least 1. Give the size of the feature map.");

    public static FeatureForgeException NoShapes(int level) =>
        Recipe($"Anchor level {level} has no anchors per cell, it needs at least 1. Give it a scale and an aspect ratio.");

    public static FeatureForgeException OutOfRange(int level, string what, double value, (double Smallest, double Largest) range) =>
        Recipe(string.Create(CultureInfo.InvariantCulture, $"Anchor level {level}: {what} is {value}, it must be {range.Smallest} to {range.Largest}. Sizes are shares of the picture, not pixels."));

    public static FeatureForgeException TooManyAnchors(long count, int largest) =>
        Recipe(string.Create(CultureInfo.InvariantCulture, $"The anchor set has {count:N0} anchors, the most is {largest:N0}. Use smaller maps or fewer scales."));

    public static FeatureForgeException PositiveOutOfRange(double value) =>
        Recipe(string.Create(CultureInfo.InvariantCulture, $"targets.positive is {value}, it must be 0 to 1. It is the smallest IoU of a positive anchor; 0.5 is usual."));

    public static FeatureForgeException NegativeOutOfRange(double value) =>
        Recipe(string.Create(CultureInfo.InvariantCulture, $"targets.negative is {value}, it must be 0 to 1. It is the IoU below which an anchor is background."));

    public static FeatureForgeException BrokenRule(string rule) => Recipe($"targets: {rule}");

    private static FeatureForgeException Recipe(string message) => new(2, message);
}
