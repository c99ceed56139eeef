using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>A matching rule at work: the boxes of one picture in, anchors with their objects out. One instance per worker; the results stand until the next picture.</summary>
internal interface IAnchorMatcher
{
    /// <summary>Anchors that have an object, ascending.</summary>
    ReadOnlySpan<int> Positives { get; }

    /// <summary>Anchors that are neither positive nor background, ascending; none where the rule has no such band.</summary>
    ReadOnlySpan<int> Ignored => [];

    /// <summary>Object of each anchor; defined for the positive ones only.</summary>
    ReadOnlySpan<int> ObjectOfAnchor { get; }

    /// <summary>Per object: its best anchor, whoever got it; none for a box that cannot be matched.</summary>
    ReadOnlySpan<AnchorChoice> Best { get; }

    /// <summary>Per object: an anchor that it got, its best one if it got that; none where it got no anchor at all.</summary>
    ReadOnlySpan<AnchorChoice> Own { get; }

    /// <summary>IoU from which an anchor is positive without being forced.</summary>
    float Threshold { get; }

    /// <summary>Matches the objects of one picture.</summary>
    /// <param name="boxes">Boxes in shares of the picture.</param>
    void Match(ReadOnlySpan<BoxCorners> boxes);
}
