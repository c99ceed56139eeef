using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>One box against a vector of anchors at a time. IoU is intersection over union, each in float32.</summary>
internal readonly ref struct OverlapLanes
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

    /// <summary>
    /// Common area of the box and the anchors from the given one on. MinNative differs between machines for NaN and signed zeros only,
    /// and neither can reach a result.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Intersection(int anchor)
    {
        nuint at = (nuint)anchor;
        Vector<float> width = Vector.MinNative(Vector.LoadUnsafe(ref _x1, at), _boxX1) - Vector.MaxNative(Vector.LoadUnsafe(ref _x0, at), _boxX0);
        Vector<float> height = Vector.MinNative(Vector.LoadUnsafe(ref _y1, at), _boxY1) - Vector.MaxNative(Vector.LoadUnsafe(ref _y0, at), _boxY0);
        return Vector.MaxNative(width, Vector<float>.Zero) * Vector.MaxNative(height, Vector<float>.Zero);
    }

    /// <summary>Area that box and anchors cover together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Union(Vector<float> inter, int anchor) => (Vector.LoadUnsafe(ref _areas, (nuint)anchor) + _boxArea) - inter;

    /// <summary>Takes the best anchor of a vector if it is better, the lowest of equal ones. Anchors come in ascending order, but for some seen before.</summary>
    /// <returns>True if one is better.</returns>
    public static bool Improve(ref AnchorChoice best, Vector<float> overlap, int anchor)
    {
        if (!Vector.GreaterThanAny(overlap, new Vector<float>(best.IoU)))
            return false;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            if (overlap[lane] > best.IoU)
                best = new(anchor + lane, overlap[lane]);
        }

        return true;
    }
}
