using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>
/// Rule <see cref="MatchRule.Caffe"/>. Caffe searches all pairs again for each object; here every object keeps its best free
/// anchor and searches again only when another object took it, which finds the same pairs in the same order.
/// </summary>
internal sealed class CaffeMatcher : IAnchorMatcher
{
    private readonly OverlapScan _scan;
    private readonly float _threshold;
    private readonly int[] _positives;
    private AnchorChoice[] _best = new AnchorChoice[16];
    private AnchorChoice[] _own = new AnchorChoice[16];
    private int[] _waiting = new int[16];
    private int _objectCount;
    private int _positiveCount;

    /// <summary>Makes the arrays of one worker.</summary>
    /// <param name="anchors">Anchors to match.</param>
    /// <param name="positive">IoU from which an anchor is positive, 0 to 1.</param>
    /// <param name="vectorized">False to take the scalar path even where vectors are supported.</param>
    public CaffeMatcher(AnchorSet anchors, float positive, bool vectorized = true)
    {
        _threshold = ThresholdOf(positive);
        _scan = new OverlapScan(anchors, _threshold, vectorized);
        _positives = new int[anchors.Count];
    }

    /// <summary>Anchors that have an object, ascending.</summary>
    public ReadOnlySpan<int> Positives => _positives.AsSpan(0, _positiveCount);

    /// <summary>Object of each anchor; defined for the positive ones only.</summary>
    public ReadOnlySpan<int> ObjectOfAnchor => _scan.BestObject;

    /// <summary>Per object: its best anchor, whoever got it.</summary>
    public ReadOnlySpan<AnchorChoice> Best => _best.AsSpan(0, _objectCount);

    /// <summary>Per object: the anchor that the bipartite step gave it, or none.</summary>
    public ReadOnlySpan<AnchorChoice> Own => _own.AsSpan(0, _objectCount);

    /// <summary>IoU from which a free anchor joins its best object.</summary>
    public float Threshold => _threshold;

    /// <summary>True when the box has a positive width and height and no edge is NaN or infinite; others are not matched.</summary>
    public static bool IsMatchable(BoxCorners box) =>
        float.IsFinite(box.X0) && float.IsFinite(box.Y0) && float.IsFinite(box.X1) && float.IsFinite(box.Y1) && box.X1 > box.X0 && box.Y1 > box.Y0;

    /// <summary>IoU from which a free anchor joins its best object: Caffe never sees an overlap of 1e-6 or less, whatever the option says.</summary>
    /// <param name="positive">IoU from which an anchor is positive, 0 to 1.</param>
    public static float ThresholdOf(float positive) => MathF.Max(positive, MathF.BitIncrement(OverlapScan.Floor));

    /// <summary>Matches the objects of one picture.</summary>
    /// <param name="boxes">Boxes in shares of the picture.</param>
    public void Match(ReadOnlySpan<BoxCorners> boxes)
    {
        _objectCount = boxes.Length;
        _scan.Reset(Positives);
        _positiveCount = 0;
        if (boxes.IsEmpty)
            return;
        EnsureObjects(boxes.Length);
        int waiting = 0;
        for (int i = 0; i < boxes.Length; i++)
        {
            _best[i] = IsMatchable(boxes[i]) ? _scan.Offer(boxes[i], i) : AnchorChoice.None;
            if (_best[i].Anchor >= 0)
                _waiting[waiting++] = i;
        }

        Array.Copy(_best, _own, boxes.Length);
        JoinPairs(boxes, waiting);
        CollectPositives();
    }

    // While an object waits, _own holds its best free anchor.
    private void JoinPairs(ReadOnlySpan<BoxCorners> boxes, int waiting)
    {
        while (waiting > 0)
        {
            int place = FindBestPair(waiting);
            int winner = _waiting[place];
            int anchor = _own[winner].Anchor;
            _scan.Take(anchor, winner);
            int searched = winner;
            int kept = 0;
            for (int i = 0; i < waiting; i++)
            {
                int other = _waiting[i];
                if (i == place)
                    continue;
                if (_own[other].Anchor == anchor)
                {
                    // Repeated boxes want the same anchor round after round; one search serves them all.
                    _own[other] = searched != winner && boxes[other] == boxes[searched] ? _own[searched] : _scan.FindFree(boxes[other]);
                    searched = other;
                }

                if (_own[other].Anchor >= 0)
                    _waiting[kept++] = other;
            }

            waiting = kept;
        }
    }

    // Of pairs with equal IoU only those that share an anchor depend on the order, and there the lowest object comes first.
    private int FindBestPair(int waiting)
    {
        int place = 0;
        AnchorChoice best = _own[_waiting[0]];
        for (int i = 1; i < waiting; i++)
        {
            AnchorChoice other = _own[_waiting[i]];
            if (other.IoU > best.IoU)
                (place, best) = (i, other);
        }

        return place;
    }

    private void CollectPositives()
    {
        ReadOnlySpan<float> bestIoU = _scan.BestIoU;
        for (int anchor = ReachingAnchors.Next(bestIoU, _threshold, 0); anchor < bestIoU.Length; anchor = ReachingAnchors.Next(bestIoU, _threshold, anchor + ReachingAnchors.RunLength))
            CollectPositives(bestIoU.Slice(anchor, Math.Min(ReachingAnchors.RunLength, bestIoU.Length - anchor)), anchor);
    }

    private void CollectPositives(ReadOnlySpan<float> bestIoU, int firstAnchor)
    {
        for (int i = 0; i < bestIoU.Length; i++)
        {
            if (bestIoU[i] >= _threshold)
                _positives[_positiveCount++] = firstAnchor + i;
        }
    }

    private void EnsureObjects(int count)
    {
        if (_best.Length >= count)
            return;
        int length = Math.Max(count, _best.Length * 2);
        _best = new AnchorChoice[length];
        _own = new AnchorChoice[length];
        _waiting = new int[length];
    }
}
