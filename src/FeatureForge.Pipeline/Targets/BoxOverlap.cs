using System.Numerics;
using System.Runtime.CompilerServices;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>
/// IoU of one box with anchors: inter / (areaA + areaB - inter) in float32, in that order, one anchor or a vector of them at a time.
/// Both give the same bits: every lane does the scalar's operations.
/// </summary>
internal readonly ref struct BoxOverlap
{
    private readonly AnchorColumns _columns;
    private readonly BoxCorners _box;
    private readonly float _area;
    private readonly OverlapLanes _lanes;

    public BoxOverlap(AnchorColumns columns, BoxCorners box)
    {
        _columns = columns;
        _box = box;
        _area = box.Area;
        _lanes = new OverlapLanes(columns, box);
    }

    /// <summary>IoU with one anchor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float One(int anchor)
    {
        float width = Lesser(_columns.X1[anchor], _box.X1) - Greater(_columns.X0[anchor], _box.X0);
        float height = Lesser(_columns.Y1[anchor], _box.Y1) - Greater(_columns.Y0[anchor], _box.Y0);
        float inter = Greater(width, 0) * Greater(height, 0);
        return inter / ((_columns.Area[anchor] + _area) - inter);
    }

    /// <summary>IoU with the anchors from the given one on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Many(int anchor)
    {
        Vector<float> inter = _lanes.Intersection(anchor);
        return inter / _lanes.Union(inter, anchor);
    }

    // Plain comparisons: no operand is NaN, and the sign of a zero cannot reach a result.
    private static float Lesser(float first, float second) => first < second ? first : second;

    private static float Greater(float first, float second) => first > second ? first : second;
}
