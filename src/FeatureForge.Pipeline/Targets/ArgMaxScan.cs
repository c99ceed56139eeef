using System.Numerics;
using System.Runtime.InteropServices;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>
/// Best object of each anchor and best anchor of each object, over only the anchors that can matter to either: those that reach the least
/// IoU of interest, or fit the object as well as the anchors of the cells nearest to its centre do.
/// </summary>
internal sealed class ArgMaxScan
{
    // An IoU never reaches 2, so this marks a taken anchor and lies above every threshold.
    private const float Taken = 2f;

    private readonly AnchorSet _anchors;
    private readonly ReachGrid[] _grids;
    private readonly float _leastIoU;
    private readonly bool _lastOfEqual;
    private readonly bool _vectorized;
    private readonly float[] _bestIoU;
    private readonly int[] _bestObject;

    /// <summary>Makes the arrays of one worker.</summary>
    /// <param name="anchors">Set to look at.</param>
    /// <param name="leastIoU">What an anchor has below this IoU need not be known.</param>
    /// <param name="lastOfEqual">True when the last of equal IoUs counts.</param>
    /// <param name="vectorized">False to take the scalar path even where vectors are supported.</param>
    public ArgMaxScan(AnchorSet anchors, float leastIoU, bool lastOfEqual, bool vectorized)
    {
        _anchors = anchors;
        _leastIoU = leastIoU;
        _lastOfEqual = lastOfEqual;
        _vectorized = vectorized && Vector.IsHardwareAccelerated;
        _bestIoU = new float[anchors.Columns.X0.Length];
        _bestObject = new int[anchors.Columns.X0.Length];
        _grids = new ReachGrid[anchors.Levels.Count];
        int first = 0;
        for (int i = 0; i < _grids.Length; i++)
        {
            AnchorLevel level = anchors.Levels[i];
            _grids[i] = new ReachGrid(level, anchors.Grids[i], first);
            first += level.MapWidth * level.MapHeight * level.Shapes.Count;
        }
    }

    /// <summary>Best IoU of each anchor, above 1 for a taken one; where it lies below the least IoU of interest, any value below that.</summary>
    public ReadOnlySpan<float> BestIoU => _bestIoU.AsSpan(0, _anchors.Count);

    /// <summary>Best object of each anchor, or the object that took it; defined where the best IoU is of interest.</summary>
    public ReadOnlySpan<int> BestObject => _bestObject.AsSpan(0, _anchors.Count);

    /// <summary>Forgets the objects and frees the anchors.</summary>
    /// <param name="firstObject">Object of the anchors that overlap none: an IoU of 0 is the largest too.</param>
    public void Reset(int firstObject)
    {
        _bestIoU.AsSpan().Clear();
        if (_leastIoU == 0)
            _bestObject.AsSpan().Fill(firstObject);
    }

    /// <summary>True when an object took the anchor.</summary>
    public bool IsTaken(int anchor) => _bestIoU[anchor] == Taken;

    /// <summary>Joins an anchor and an object, whoever had it before. No object may be offered after that.</summary>
    public void Take(int anchor, int objectNumber)
    {
        _bestIoU[anchor] = Taken;
        _bestObject[anchor] = objectNumber;
    }

    /// <summary>Offers an object to the anchors and gives its best anchor; of a box that overlaps none, the first or last of all.</summary>
    /// <param name="box">Box with an area.</param>
    /// <param name="objectNumber">Its number; objects come in ascending order.</param>
    public AnchorChoice Offer(BoxCorners box, int objectNumber)
    {
        var overlaps = new BoxOverlap(_anchors.Columns, box);
        AnchorChoice best = _vectorized ? OfferVector(overlaps, box, objectNumber) : OfferScalar(overlaps, box, objectNumber);
        return best.IoU > 0 ? best : new(_lastOfEqual ? _anchors.Count - 1 : 0, 0);
    }

    private AnchorChoice OfferScalar(in BoxOverlap overlaps, BoxCorners box, int objectNumber)
    {
        float least = Math.Min(_leastIoU, NearestScalar(overlaps, box));
        AnchorChoice best = AnchorChoice.None;
        foreach (ReachGrid grid in _grids)
        {
            AnchorWindow window = grid.Around(box, least);
            for (int row = window.FirstRow; row <= window.LastRow; row++)
            {
                int first = window.FirstAnchor + (row * window.RowStride);
                for (int anchor = first; anchor < first + window.RunLength; anchor++)
                {
                    float overlap = overlaps.One(anchor);
                    if (Wins(overlap, best.IoU))
                        best = new(anchor, overlap);
                    if (Wins(overlap, _bestIoU[anchor]))
                        (_bestIoU[anchor], _bestObject[anchor]) = (overlap, objectNumber);
                }
            }
        }

        return best;
    }

    // A run may be read beyond its end up to a whole vector: those are true anchors or padding, and offering one again changes nothing.
    private AnchorChoice OfferVector(in BoxOverlap overlaps, BoxCorners box, int objectNumber)
    {
        float least = Math.Min(_leastIoU, NearestVector(overlaps, box));
        ref float bestIoU = ref MemoryMarshal.GetArrayDataReference(_bestIoU);
        ref int bestObject = ref MemoryMarshal.GetArrayDataReference(_bestObject);
        var objects = new Vector<int>(objectNumber);
        Vector<float> best = Vector<float>.Zero;
        Vector<int> bestAnchor = Vector<int>.Zero;
        foreach (ReachGrid grid in _grids)
        {
            AnchorWindow window = grid.Around(box, least);
            for (int row = window.FirstRow; row <= window.LastRow; row++)
            {
                int first = window.FirstAnchor + (row * window.RowStride);
                for (int anchor = first; anchor < first + window.RunLength; anchor += Vector<float>.Count)
                {
                    Vector<float> overlap = overlaps.Many(anchor);
                    Vector<int> better = WinsVector(overlap, best);
                    best = Vector.ConditionalSelect(better, overlap, best);
                    bestAnchor = Vector.ConditionalSelect(better, Vector<int>.Indices + new Vector<int>(anchor), bestAnchor);
                    Vector<float> before = Vector.LoadUnsafe(ref bestIoU, (nuint)anchor);
                    better = WinsVector(overlap, before);
                    Vector.ConditionalSelect(better, overlap, before).StoreUnsafe(ref bestIoU, (nuint)anchor);
                    Vector<int> objectsBefore = Vector.LoadUnsafe(ref bestObject, (nuint)anchor);
                    Vector.ConditionalSelect(better, objects, objectsBefore).StoreUnsafe(ref bestObject, (nuint)anchor);
                }
            }
        }

        return BestLane(best, bestAnchor);
    }

    private float NearestScalar(in BoxOverlap overlaps, BoxCorners box)
    {
        float best = 0;
        foreach (ReachGrid grid in _grids)
        {
            AnchorWindow window = grid.Nearest(box);
            int first = window.FirstAnchor + (window.FirstRow * window.RowStride);
            for (int anchor = first; anchor < first + window.RunLength; anchor++)
                best = Math.Max(best, overlaps.One(anchor));
        }

        return best;
    }

    private float NearestVector(in BoxOverlap overlaps, BoxCorners box)
    {
        Vector<float> best = Vector<float>.Zero;
        foreach (ReachGrid grid in _grids)
        {
            AnchorWindow window = grid.Nearest(box);
            int first = window.FirstAnchor + (window.FirstRow * window.RowStride);
            for (int anchor = first; anchor < first + window.RunLength; anchor += Vector<float>.Count)
                best = Vector.MaxNative(best, overlaps.Many(anchor));
        }

        float largest = 0;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
            largest = Math.Max(largest, best[lane]);
        return largest;
    }

    // Every lane has met its anchors in ascending order, so only lanes must be told apart by anchor.
    private AnchorChoice BestLane(Vector<float> best, Vector<int> bestAnchor)
    {
        AnchorChoice choice = AnchorChoice.None;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            AnchorChoice other = new(bestAnchor[lane], best[lane]);
            bool further = _lastOfEqual ? other.Anchor > choice.Anchor : other.Anchor < choice.Anchor;
            if (other.IoU > choice.IoU || (other.IoU == choice.IoU && further))
                choice = other;
        }

        return choice;
    }

    private bool Wins(float overlap, float other) => _lastOfEqual ? overlap >= other : overlap > other;

    private Vector<int> WinsVector(Vector<float> overlap, Vector<float> other) => _lastOfEqual ? Vector.GreaterThanOrEqual(overlap, other) : Vector.GreaterThan(overlap, other);
}
