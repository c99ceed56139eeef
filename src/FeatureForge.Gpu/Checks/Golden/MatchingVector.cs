using System.Runtime.InteropServices;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Targets;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Which anchor gets which object under one rule, and which anchors each object is best matched by; before any encoding.</summary>
/// <param name="rule">Rule.</param>
internal sealed class MatchingVector(MatchRule rule) : GoldenVector($"targets/{MatchRuleNames.Of(rule)}")
{
    private const int None = -1;
    private const int Ignored = -2;

    private readonly TargetOptions _options = new() { Rule = rule, Negative = rule == MatchRule.TfOd ? 0.25 : null };

    /// <inheritdoc/>
    public override byte[] OnCpu()
    {
        AnchorSet anchors = DrawnBoxes.Anchors;
        IAnchorMatcher matcher = rule == MatchRule.Caffe ? new CaffeMatcher(anchors, (float)_options.Positive) : new ArgMaxMatcher(anchors, ArgMaxRule.Of(_options));
        List<int> matched = [];
        List<AnchorChoice> best = [];
        List<AnchorChoice> own = [];
        foreach (BoxCorners[] boxes in DrawnBoxes.Boxes)
        {
            matcher.Match(boxes);
            var objects = new int[anchors.Count];
            Array.Fill(objects, None);
            foreach (int anchor in matcher.Ignored)
                objects[anchor] = Ignored;
            foreach (int anchor in matcher.Positives)
                objects[anchor] = matcher.ObjectOfAnchor[anchor];
            matched.AddRange(objects);
            best.AddRange(matcher.Best);
            own.AddRange(matcher.Own);
        }

        return Join([.. matched], [.. best], [.. own]);
    }

    /// <inheritdoc/>
    public override byte[] OnDevice(IComputeDevice device)
    {
        AnchorSet anchors = DrawnBoxes.Anchors;
        BoxCorners[] boxes = DrawnBoxes.AllBoxes;
        using var stage = new DeviceTargetStage(device, _options, DrawnBoxes.Output, anchors);
        TargetBatch batch = stage.Upload(boxes, DrawnBoxes.Labels(boxes.Length), DrawnBoxes.Starts);
        stage.Match(batch);
        var matched = new int[DrawnBoxes.Pictures * anchors.Count];
        var best = new AnchorChoice[boxes.Length];
        var own = new AnchorChoice[boxes.Length];
        stage.ReadMatches(matched, best, own);
        return Join(matched, best, own);
    }

    private static byte[] Join(int[] matched, AnchorChoice[] best, AnchorChoice[] own) =>
        [.. MemoryMarshal.AsBytes<int>(matched), .. MemoryMarshal.AsBytes<AnchorChoice>(best), .. MemoryMarshal.AsBytes<AnchorChoice>(own)];
}
