using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private readonly Vector<float> _boxX0;
    private readonly Vector<float> _boxY0;
    private readonly Vector<float> _boxX1;
    private readonly Vector<float> _boxY1;
    private readonly Vector<float> _boxArea;

    public BoxOverlap(AnchorColumns columns, BoxCorners box)
    {
        _columns = columns;
        _box = box;
        _area = box.Area;
        (_boxX0, _boxY0) = (new(box.X0), new(box.Y0));
        (_boxX1, _boxY1) = (new(box.X1), new(box.Y1));
        _boxArea = new(_area);
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

    /// <summary>IoU with the anchors from the given one on. MinNative differs between machines for NaN and signed zeros only, and neither can reach a result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Many(int anchor)
    {
        Vector<float> width = Vector.MinNative(Load(_columns.X1, anchor), _boxX1) - Vector.MaxNative(Load(_columns.X0, anchor), _boxX0);
        Vector<float> height = Vector.MinNative(Load(_columns.Y1, anchor), _boxY1) - Vector.MaxNative(Load(_columns.Y0, anchor), _boxY0);
        Vector<float> inter = Vector.MaxNative(width, Vector<float>.Zero) * Vector.MaxNative(height, Vector<float>.Zero);
        return inter / ((Load(_columns.Area, anchor) + _boxArea) - inter);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(float[] column, int anchor) => Vector.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)anchor);

    // Plain comparisons: no operand is NaN, and the sign of a zero cannot reach a result.
    private static float Lesser(float first, float second) => first < second ? first : second;

    private static float Greater(float first, float second) => first > second ? first : second;
}
