using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>Stage 5: says what a detector shall answer for each anchor. Takes boxes and labels of one picture, gives targets. One instance per worker; allocates nothing once its buffers have grown.</summary>
public sealed class TargetStage
{
    private readonly ImageShape _output;
    private readonly bool _dense;
    private readonly float _epsilon;
    private readonly IAnchorMatcher _matcher;

    /// <summary>Plans matching for one worker.</summary>
    /// <param name="options">Section <c>targets</c> of the recipe.</param>
    /// <param name="output">Output shape of the recipe; only the report's sizes depend on it.</param>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">There is no anchor set of that name, or <see cref="TargetOptions.Negative"/> does not fit the rule.</exception>
    public TargetStage(TargetOptions options, ImageShape output)
        : this(options, output, options.AnchorSet)
    {
    }

    /// <summary>Plans matching with an anchor set of one's own.</summary>
    /// <param name="options">Rule, threshold and encoding; the name of the anchor set is not looked at.</param>
    /// <param name="output">Output shape of the recipe; only the report's sizes depend on it.</param>
    /// <param name="anchors">Anchors to match.</param>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException"><see cref="TargetOptions.Negative"/> does not fit the rule.</exception>
    public TargetStage(TargetOptions options, ImageShape output, AnchorSet anchors)
    {
        if (options.BrokenRule() is { } broken)
            throw TargetErrors.BrokenRule(broken);
        _output = output;
        _dense = options.Encoding == TargetEncoding.Dense;
        Anchors = anchors;
        _epsilon = options.Rule == MatchRule.TfOd ? OffsetEncoder.FasterRcnnEpsilon : 0;
        _matcher = options.Rule == MatchRule.Caffe ? new CaffeMatcher(anchors, (float)options.Positive) : new ArgMaxMatcher(anchors, ArgMaxRule.Of(options));
    }

    /// <summary>The anchors that targets refer to.</summary>
    public AnchorSet Anchors { get; }

    /// <summary>Figures of all pictures that this worker has matched.</summary>
    public MatchReport Report { get; } = new();

    /// <summary>Matches the objects of one picture. A box without area gets no anchor and is counted in the report.</summary>
    /// <param name="boxes">Boxes in shares of the output picture.</param>
    /// <param name="labels">Label id of each box, 0-based; classes in the targets are one higher.</param>
    /// <param name="destination">Takes the targets; object numbers are places in <paramref name="boxes"/>.</param>
    /// <exception cref="ArgumentException">There are not as many labels as boxes.</exception>
    public void Run(ReadOnlySpan<BoxCorners> boxes, ReadOnlySpan<int> labels, AnchorTargets destination)
    {
        if (labels.Length != boxes.Length)
            throw new ArgumentException($"There are {labels.Length} labels for {boxes.Length} boxes; each box needs one.", nameof(labels));
        _matcher.Match(boxes);
        if (_dense)
            WriteDense(boxes, labels, destination);
        else
            WriteSparse(boxes, labels, destination);
        AddToReport(boxes);
    }

    private void WriteSparse(ReadOnlySpan<BoxCorners> boxes, ReadOnlySpan<int> labels, AnchorTargets destination)
    {
        ReadOnlySpan<int> positives = _matcher.Positives;
        ReadOnlySpan<int> ignored = _matcher.Ignored;
        destination.Resize(dense: false, positives.Length, ignored.Length);
        positives.CopyTo(destination.Indices);
        ignored.CopyTo(destination.Ignored);
        for (int row = 0; row < positives.Length; row++)
            WriteRow(row, positives[row], boxes, labels, destination);
    }

    private void WriteDense(ReadOnlySpan<BoxCorners> boxes, ReadOnlySpan<int> labels, AnchorTargets destination)
    {
        destination.Resize(dense: true, Anchors.Count, ignoredCount: 0);
        Span<int> indices = destination.Indices;
        for (int anchor = 0; anchor < indices.Length; anchor++)
            indices[anchor] = anchor;
        Span<int> classes = destination.Classes;
        classes.Clear();
        foreach (int anchor in _matcher.Ignored)
            classes[anchor] = AnchorTargets.IgnoredClass;
        destination.Objects.Fill(-1);
        destination.Offsets.Clear();
        foreach (int anchor in _matcher.Positives)
            WriteRow(anchor, anchor, boxes, labels, destination);
    }

    private void WriteRow(int row, int anchor, ReadOnlySpan<BoxCorners> boxes, ReadOnlySpan<int> labels, AnchorTargets destination)
    {
        int number = _matcher.ObjectOfAnchor[anchor];
        destination.Objects[row] = number;
        destination.Classes[row] = labels[number] + 1;
        OffsetEncoder.Encode(boxes[number], Anchors.CenterSize(anchor), _epsilon, destination.Offsets.Slice(row * 4, 4));
    }

    private void AddToReport(ReadOnlySpan<BoxCorners> boxes)
    {
        Report.AddPicture(boxes, _matcher.Best, _matcher.Own, _matcher.Threshold, _output);
        foreach (int anchor in _matcher.Positives)
            Report.AddPositive(boxes[_matcher.ObjectOfAnchor[anchor]], _output);
    }
}
