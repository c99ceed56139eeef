using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>
/// Every rule but Caffe's: each anchor takes its best object if their IoU reaches the threshold, then each object is given its best anchor
/// whatever their IoU. Two objects may want the same anchor; one of them may be left without any.
/// </summary>
internal sealed class ArgMaxMatcher : IAnchorMatcher
{
    private readonly ArgMaxRule _rule;
    private readonly ArgMaxScan _scan;
    private readonly float _leastIoU;
    private readonly int[] _positives;
    private readonly int[] _ignored;
    private AnchorChoice[] _best = new AnchorChoice[16];
    private AnchorChoice[] _own = new AnchorChoice[16];
    private int _objectCount;
    private int _positiveCount;
    private int _ignoredCount;

    /// <summary>Makes the arrays of one worker.</summary>
    /// <param name="anchors">Anchors to match.</param>
    /// <param name="rule">Thresholds, and who comes first.</param>
    /// <param name="vectorized">False to take the scalar path even where vectors are supported.</param>
    public ArgMaxMatcher(AnchorSet anchors, ArgMaxRule rule, bool vectorized = true)
    {
        _rule = rule;
        _leastIoU = MathF.Min(rule.Positive, rule.Negative);
        _scan = new ArgMaxScan(anchors, _leastIoU, rule.LastOfEqual, vectorized);
        _positives = new int[anchors.Count];
        _ignored = new int[anchors.Count];
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Positives => _positives.AsSpan(0, _positiveCount);

    /// <inheritdoc/>
    public ReadOnlySpan<int> Ignored => _ignored.AsSpan(0, _ignoredCount);

    /// <inheritdoc/>
    public ReadOnlySpan<int> ObjectOfAnchor => _scan.BestObject;

    /// <inheritdoc/>
    public ReadOnlySpan<AnchorChoice> Best => _best.AsSpan(0, _objectCount);

    /// <inheritdoc/>
    public ReadOnlySpan<AnchorChoice> Own => _own.AsSpan(0, _objectCount);

    /// <inheritdoc/>
    public float Threshold => _rule.Positive;

    /// <inheritdoc/>
    public void Match(ReadOnlySpan<BoxCorners> boxes)
    {
        _objectCount = boxes.Length;
        _positiveCount = 0;
        _ignoredCount = 0;
        EnsureObjects(boxes.Length);
        bool any = false;
        for (int i = 0; i < boxes.Length; i++)
        {
            _best[i] = AnchorChoice.None;
            _own[i] = AnchorChoice.None;
            if (!CaffeMatcher.IsMatchable(boxes[i]))
                continue;
            if (!any)
                _scan.Reset(firstObject: i);
            any = true;
            _best[i] = _scan.Offer(boxes[i], i);
        }

        if (!any)
            return;
        ForceBestAnchors();
        Collect();
    }

    private void ForceBestAnchors()
    {
        for (int i = 0; i < _objectCount; i++)
        {
            int anchor = _best[i].Anchor;
            if (anchor < 0 || (_rule.FirstObjectKeeps && _scan.IsTaken(anchor)))
                continue;
            _scan.Take(anchor, i);
        }

        ReadOnlySpan<int> objects = _scan.BestObject;
        for (int i = 0; i < _objectCount; i++)
        {
            if (_best[i].Anchor >= 0 && objects[_best[i].Anchor] == i)
                _own[i] = _best[i];
        }
    }

    private void Collect()
    {
        ReadOnlySpan<float> bestIoU = _scan.BestIoU;
        for (int anchor = ReachingAnchors.Next(bestIoU, _leastIoU, 0); anchor < bestIoU.Length; anchor = ReachingAnchors.Next(bestIoU, _leastIoU, anchor + ReachingAnchors.RunLength))
            Collect(bestIoU.Slice(anchor, Math.Min(ReachingAnchors.RunLength, bestIoU.Length - anchor)), anchor);
    }

    private void Collect(ReadOnlySpan<float> bestIoU, int firstAnchor)
    {
        for (int i = 0; i < bestIoU.Length; i++)
        {
            float overlap = bestIoU[i];
            int anchor = firstAnchor + i;
            if (overlap >= _rule.Positive)
                AddPositive(anchor, overlap);
            else if (overlap >= _rule.Negative)
                _ignored[_ignoredCount++] = anchor;
        }
    }

    private void AddPositive(int anchor, float overlap)
    {
        _positives[_positiveCount++] = anchor;
        ref AnchorChoice own = ref _own[_scan.BestObject[anchor]];
        if (own.Anchor < 0)
            own = new(anchor, overlap);
    }

    private void EnsureObjects(int count)
    {
        if (_best.Length >= count)
            return;
        int length = Math.Max(count, _best.Length * 2);
        _best = new AnchorChoice[length];
        _own = new AnchorChoice[length];
    }
}
