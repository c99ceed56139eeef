using System.Numerics;
using System.Runtime.CompilerServices;
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

    private readonly AnchorSet _anchors;
    private readonly bool _vectorized;
    private readonly float[] _bestIoU;
    private readonly int[] _bestObject;

    /// <summary>Makes the arrays of one worker.</summary>
    /// <param name="anchors">Set to look at.</param>
    /// <param name="vectorized">False to take the scalar path even where vectors are supported.</param>
    public OverlapScan(AnchorSet anchors, bool vectorized)
    {
        _anchors = anchors;
        _vectorized = vectorized && Vector.IsHardwareAccelerated;
        _bestIoU = new float[anchors.Columns.X0.Length];
        _bestObject = new int[anchors.Columns.X0.Length];
    }

    /// <summary>Best IoU of each anchor above <see cref="Floor"/>, else <see cref="Floor"/>; above 1 for a taken anchor.</summary>
    public ReadOnlySpan<float> BestIoU => _bestIoU.AsSpan(0, _anchors.Count);

    /// <summary>Best object of each anchor, or the object that took it; undefined where none overlaps enough.</summary>
    public ReadOnlySpan<int> BestObject => _bestObject.AsSpan(0, _anchors.Count);

    /// <summary>Forgets the objects and frees the anchors.</summary>
    public void Reset() => _bestIoU.AsSpan().Fill(Floor);

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
        AnchorColumns columns = _anchors.Columns;
        float area = box.Area;
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
                    float overlap = IoU(columns, anchor, box, area);
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
        AnchorColumns columns = _anchors.Columns;
        float area = box.Area;
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
                    float overlap = IoU(columns, anchor, box, area);
                    if (overlap > best && _bestIoU[anchor] < Taken)
                        (best, bestAnchor) = (overlap, anchor);
                }
            }
        }

        return bestAnchor < 0 ? AnchorChoice.None : new(bestAnchor, best);
    }

    // A run may be read beyond its end up to a whole vector: those are true anchors or padding, and offering one again changes nothing.
    private AnchorChoice OfferVector(BoxCorners box, int objectNumber)
    {
        var lanes = new OverlapLanes(_anchors.Columns, box);
        ref float bestIoU = ref MemoryMarshal.GetArrayDataReference(_bestIoU);
        ref int bestObject = ref MemoryMarshal.GetArrayDataReference(_bestObject);
        var objects = new Vector<int>(objectNumber);
        foreach (ref readonly AnchorGrid grid in _anchors.Grids.AsSpan())
        {
            AnchorWindow window = grid.Around(box);
            for (int row = window.FirstRow; row <= window.LastRow; row++)
            {
                int first = window.FirstAnchor + (row * window.RowStride);
                for (int anchor = first; anchor < first + window.RunLength; anchor += Vector<float>.Count)
                {
                    Vector<float> overlap = lanes.IoU(anchor);
                    lanes.Keep(overlap, anchor);
                    Vector<float> before = Vector.LoadUnsafe(ref bestIoU, (nuint)anchor);
                    Vector<int> better = Vector.GreaterThan(overlap, before);
                    if (Vector.EqualsAll(better, Vector<int>.Zero))
                        continue;
                    Vector.ConditionalSelect(better, overlap, before).StoreUnsafe(ref bestIoU, (nuint)anchor);
                    Vector<int> objectsBefore = Vector.LoadUnsafe(ref bestObject, (nuint)anchor);
                    Vector.ConditionalSelect(better, objects, objectsBefore).StoreUnsafe(ref bestObject, (nuint)anchor);
                }
            }
        }

        return lanes.Best();
    }

    private AnchorChoice FindFreeVector(BoxCorners box)
    {
        var lanes = new OverlapLanes(_anchors.Columns, box);
        ref float bestIoU = ref MemoryMarshal.GetArrayDataReference(_bestIoU);
        var taken = new Vector<float>(Taken);
        foreach (ref readonly AnchorGrid grid in _anchors.Grids.AsSpan())
        {
            AnchorWindow window = grid.Around(box);
            for (int row = window.FirstRow; row <= window.LastRow; row++)
            {
                int first = window.FirstAnchor + (row * window.RowStride);
                for (int anchor = first; anchor < first + window.RunLength; anchor += Vector<float>.Count)
                {
                    Vector<int> free = Vector.LessThan(Vector.LoadUnsafe(ref bestIoU, (nuint)anchor), taken);
                    lanes.Keep(Vector.ConditionalSelect(free, lanes.IoU(anchor), Vector<float>.Zero), anchor);
                }
            }
        }

        return lanes.Best();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float IoU(AnchorColumns columns, int anchor, BoxCorners box, float area)
    {
        float width = Lesser(columns.X1[anchor], box.X1) - Greater(columns.X0[anchor], box.X0);
        float height = Lesser(columns.Y1[anchor], box.Y1) - Greater(columns.Y0[anchor], box.Y0);
        float inter = Greater(width, 0) * Greater(height, 0);
        return inter / ((columns.Area[anchor] + area) - inter);
    }

    // Plain comparisons: no operand is NaN, and the sign of a zero cannot reach a result.
    private static float Lesser(float first, float second) => first < second ? first : second;

    private static float Greater(float first, float second) => first > second ? first : second;
}
