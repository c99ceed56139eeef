using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>One box against a vector of anchors at a time, and the best anchor of each lane so far.</summary>
internal ref struct OverlapLanes
{
    private readonly ref float _x0;
    private readonly ref float _y0;
    private readonly ref float _x1;
    private readonly ref float _y1;
    private readonly ref float _areas;
    private readonly Vector<float> _boxX0;
    private readonly Vector<float> _boxY0;
    private readonly Vector<float> _boxX1;
    private readonly Vector<float> _boxY1;
    private readonly Vector<float> _boxArea;
    private Vector<float> _best = new(OverlapScan.Floor);
    private Vector<int> _bestAnchor = new(-1);

    public OverlapLanes(AnchorColumns columns, BoxCorners box)
    {
        _x0 = ref MemoryMarshal.GetArrayDataReference(columns.X0);
        _y0 = ref MemoryMarshal.GetArrayDataReference(columns.Y0);
        _x1 = ref MemoryMarshal.GetArrayDataReference(columns.X1);
        _y1 = ref MemoryMarshal.GetArrayDataReference(columns.Y1);
        _areas = ref MemoryMarshal.GetArrayDataReference(columns.Area);
        (_boxX0, _boxY0) = (new(box.X0), new(box.Y0));
        (_boxX1, _boxY1) = (new(box.X1), new(box.Y1));
        _boxArea = new(box.Area);
    }

    /// <summary>IoU of the box with the anchors from the given one on. MinNative differs between machines for NaN and signed zeros only, and neither can reach a result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector<float> IoU(int anchor)
    {
        nuint at = (nuint)anchor;
        Vector<float> width = Vector.MinNative(Vector.LoadUnsafe(ref _x1, at), _boxX1) - Vector.MaxNative(Vector.LoadUnsafe(ref _x0, at), _boxX0);
        Vector<float> height = Vector.MinNative(Vector.LoadUnsafe(ref _y1, at), _boxY1) - Vector.MaxNative(Vector.LoadUnsafe(ref _y0, at), _boxY0);
        Vector<float> inter = Vector.MaxNative(width, Vector<float>.Zero) * Vector.MaxNative(height, Vector<float>.Zero);
        return inter / ((Vector.LoadUnsafe(ref _areas, at) + _boxArea) - inter);
    }

    /// <summary>Keeps the better anchor of each lane, the earlier of equal ones. Anchors come in ascending order, but for some seen before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Keep(Vector<float> overlap, int anchor)
    {
        Vector<int> better = Vector.GreaterThan(overlap, _best);
        _best = Vector.ConditionalSelect(better, overlap, _best);
        _bestAnchor = Vector.ConditionalSelect(better, Vector<int>.Indices + new Vector<int>(anchor), _bestAnchor);
    }

    /// <summary>The best of all lanes, the lowest anchor of equal ones.</summary>
    public readonly AnchorChoice Best()
    {
        AnchorChoice best = AnchorChoice.None;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            AnchorChoice other = new(_bestAnchor[lane], _best[lane]);
            bool wins = other.Anchor >= 0 && (other.IoU > best.IoU || (other.IoU == best.IoU && other.Anchor < best.Anchor));
            if (wins)
                best = other;
        }

        return best;
    }
}
