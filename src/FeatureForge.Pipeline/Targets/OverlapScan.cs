using System.Numerics;
using System.Runtime.InteropServices;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>
/// IoU of boxes with anchors: inter / (areaA + areaB - inter) in float32, in that order. Remembers for each anchor its best
/// object, and which anchors are taken. Vector and scalar paths give the same bits: every lane does the scalar's operations.
/// </summary>
internal sealed class OverlapScan
{
    /// <summary>An overlap counts from above this IoU; Caffe's own bound.</summary>
    public const float Floor = 1e-6f;

    // An IoU never reaches 2, so this marks a taken anchor and lies above every threshold.
    private const float Taken = 2f;

    // A quotient above a bound belongs to a dividend above the bound times the divisor, less this share for all roundings on the way.
    private const float Cautious = 1f - (1f / (1 << 20));

    // Products of smaller areas may round by more than that.
    private const float SmallestCertainArea = 1e-20f;

    private readonly AnchorSet _anchors;
    private readonly bool _vectorized;
    private readonly float _justTooLittle;
    private readonly float[] _bestIoU;
    private readonly int[] _bestObject;

    /// <summary>Makes the arrays of one worker.</summary>
    /// <param name="anchors">Set to look at.</param>
    /// <param name="threshold">IoU from which an anchor joins its best object, above <see cref="Floor"/>.</param>
    /// <param name="vectorized">False to take the scalar path even where vectors are supported.</param>
    public OverlapScan(AnchorSet anchors, float threshold, bool vectorized)
    {
        _anchors = anchors;
        _vectorized = vectorized && Vector.IsHardwareAccelerated;
        _justTooLittle = MathF.BitDecrement(threshold);
        _bestIoU = new float[anchors.Columns.X0.Length];
        _bestObject = new int[anchors.Columns.X0.Length];
        _bestIoU.AsSpan().Fill(_justTooLittle);
    }

    /// <summary>Best IoU of each anchor from the threshold on, else a value below it; above 1 for a taken anchor.</summary>
    public ReadOnlySpan<float> BestIoU => _bestIoU.AsSpan(0, _anchors.Count);

    /// <summary>Best object of each anchor, or the object that took it; undefined where none overlaps enough.</summary>
    public ReadOnlySpan<int> BestObject => _bestObject.AsSpan(0, _anchors.Count);

    /// <summary>Forgets the objects and frees the anchors.</summary>
    /// <param name="joined">All anchors that are taken or have reached the threshold.</param>
    public void Reset(ReadOnlySpan<int> joined)
    {
        foreach (int anchor in joined)
            _bestIoU[anchor] = _justTooLittle;
    }

    /// <summary>Joins a free anchor and an object for good.</summary>
    public void Take(int anchor, int objectNumber)
    {
        _bestIoU[anchor] = Taken;
        _bestObject[anchor] = objectNumber;
    }

    /// <summary>Offers an object to every anchor, each keeping the first of equal ones, and gives the object's best anchor, the lowest of equal ones. No anchor may be taken yet.</summary>
    public AnchorChoice Offer(BoxCorners box, int objectNumber) => _vectorized ? OfferVector(box, objectNumber) : OfferScalar(box, objectNumber);

    /// <summary>The best anchor not taken, the lowest of equal ones.</summary>
    public AnchorChoice FindFree(BoxCorners box) => _vectorized ? FindFreeVector(box) : FindFreeScalar(box);

    private AnchorChoice OfferScalar(BoxCorners box, int objectNumber)
    {
        var overlaps = new BoxOverlap(_anchors.Columns, box);
        float best = Floor;
        int bestAnchor = -1;
        foreach (ref readonly AnchorGrid grid in _anchors.Grids.AsSpan())
        {
            AnchorWindow window = grid.Around(box);
            for (int row = window.FirstRow; row <= window.LastRow; row++)
            {
                int first = window.FirstAnchor + (row * window.RowStride);
                for (int anchor = first; anchor < first + window.RunLength; anchor++)
                {
                    float overlap = overlaps.One(anchor);
                    if (overlap > best)
                        (best, bestAnchor) = (overlap, anchor);
                    if (overlap > _bestIoU[anchor])
                        (_bestIoU[anchor], _bestObject[anchor]) = (overlap, objectNumber);
                }
            }
        }

        return bestAnchor < 0 ? AnchorChoice.None : new(bestAnchor, best);
    }

    private AnchorChoice FindFreeScalar(BoxCorners box)
    {
        var overlaps = new BoxOverlap(_anchors.Columns, box);
        float best = Floor;
        int bestAnchor = -1;
        foreach (ref readonly AnchorGrid grid in _anchors.Grids.AsSpan())
        {
            AnchorWindow window = grid.Around(box);
            for (int row = window.FirstRow; row <= window.LastRow; row++)
            {
                int first = window.FirstAnchor + (row * window.RowStride);
                for (int anchor = first; anchor < first + window.RunLength; anchor++)
                {
                    float overlap = overlaps.One(anchor);
                    if (overlap > best && _bestIoU[anchor] < Taken)
                        (best, bestAnchor) = (overlap, anchor);
                }
            }
        }

        return bestAnchor < 0 ? AnchorChoice.None : new(bestAnchor, best);
    }

    // A run may be read beyond its end up to a whole vector: those are true anchors or padding, and offering one again changes nothing.
    // Few anchors overlap enough to matter, and the others are told apart without a division.
    private AnchorChoice OfferVector(BoxCorners box, int objectNumber)
    {
        var lanes = new OverlapLanes(_anchors.Columns, box);
        float caution = box.Area > SmallestCertainArea ? Cautious : 0;
        AnchorChoice best = new(-1, AlmostBest(lanes, box));
        Vector<float> bound = new(MathF.Min(best.IoU, _justTooLittle) * caution);
        foreach (ref readonly AnchorGrid grid in _anchors.Grids.AsSpan())
        {
            AnchorWindow window = grid.Around(box);
            for (int row = window.FirstRow; row <= window.LastRow; row++)
            {
                int first = window.FirstAnchor + (row * window.RowStride);
                for (int anchor = first; anchor < first + window.RunLength; anchor += Vector<float>.Count)
                {
                    Vector<float> inter = lanes.Intersection(anchor);
                    Vector<float> union = lanes.Union(inter, anchor);
                    if (Vector.LessThanAll(inter, bound * union))
                        continue;
                    Vector<float> overlap = inter / union;
                    Join(overlap, anchor, objectNumber);
                    if (OverlapLanes.Improve(ref best, overlap, anchor))
                        bound = new(MathF.Min(best.IoU, _justTooLittle) * caution);
                }
            }
        }

        return best.Anchor < 0 ? AnchorChoice.None : best;
    }

    // The best anchor mostly lies about the middle of the box. An IoU just below one that is there leaves little else to be looked at.
    private float AlmostBest(in OverlapLanes lanes, BoxCorners box)
    {
        Vector<float> found = Vector<float>.Zero;
        foreach (ref readonly AnchorGrid grid in _anchors.Grids.AsSpan())
        {
            int anchor = grid.Amid(box);
            Vector<float> inter = lanes.Intersection(anchor);
            found = Vector.MaxNative(found, inter / lanes.Union(inter, anchor));
        }

        float best = Floor;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            float almost = MathF.BitDecrement(found[lane]);
            if (almost > best)
                best = almost;
        }

        return best;
    }

    private void Join(Vector<float> overlap, int anchor, int objectNumber)
    {
        ref float bestIoU = ref _bestIoU[anchor];
        Vector<float> before = Vector.LoadUnsafe(ref bestIoU);
        Vector<int> better = Vector.GreaterThan(overlap, before);
        if (Vector.EqualsAll(better, Vector<int>.Zero))
            return;
        Vector.ConditionalSelect(better, overlap, before).StoreUnsafe(ref bestIoU);
        ref int bestObject = ref _bestObject[anchor];
        Vector.ConditionalSelect(better, new Vector<int>(objectNumber), Vector.LoadUnsafe(ref bestObject)).StoreUnsafe(ref bestObject);
    }

    private AnchorChoice FindFreeVector(BoxCorners box)
    {
        var lanes = new OverlapLanes(_anchors.Columns, box);
        ref float bestIoU = ref MemoryMarshal.GetArrayDataReference(_bestIoU);
        float caution = box.Area > SmallestCertainArea ? Cautious : 0;
        var taken = new Vector<float>(Taken);
        AnchorChoice best = new(-1, Floor);
        Vector<float> bound = new(best.IoU * caution);
        foreach (ref readonly AnchorGrid grid in _anchors.Grids.AsSpan())
        {
            AnchorWindow window = grid.Around(box);
            for (int row = window.FirstRow; row <= window.LastRow; row++)
            {
                int first = window.FirstAnchor + (row * window.RowStride);
                for (int anchor = first; anchor < first + window.RunLength; anchor += Vector<float>.Count)
                {
                    Vector<float> inter = lanes.Intersection(anchor);
                    Vector<float> union = lanes.Union(inter, anchor);
                    if (Vector.LessThanAll(inter, bound * union))
                        continue;
                    Vector<int> free = Vector.LessThan(Vector.LoadUnsafe(ref bestIoU, (nuint)anchor), taken);
                    if (OverlapLanes.Improve(ref best, Vector.ConditionalSelect(free, inter / union, Vector<float>.Zero), anchor))
                        bound = new(best.IoU * caution);
                }
            }
        }

        return best.Anchor < 0 ? AnchorChoice.None : best;
    }
}
