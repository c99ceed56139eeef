using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Tests.Targets;

/// <summary>Boxes of one picture and what the oracle makes of them.</summary>
internal sealed record MatchScene(string Name, BoxCorners[] Boxes, MatchedAnchor[] Matches, int[] Ignored)
{
    /// <summary>A label per box, so that a mix-up of objects shows in the classes.</summary>
    public int[] Labels => [.. Enumerable.Range(0, Boxes.Length).Select(i => i * 7 % 5)];
}
