using System.Numerics;
using System.Runtime.InteropServices;

namespace FeatureForge.Pipeline.Targets;

/// <summary>Finds the few anchors whose best IoU reaches a bound: a vector of anchors at a time, and only those vectors that hold one.</summary>
internal static class ReachingAnchors
{
    /// <summary>Anchors to look at from where <see cref="Next"/> stops; fewer at the end.</summary>
    public static int RunLength => Vector<float>.Count;

    /// <summary>The next anchor, in steps of a run, from which on a run may hold one that reaches the bound; the number of anchors when there is none.</summary>
    /// <param name="bestIoU">Best IoU of each anchor.</param>
    /// <param name="least">Bound.</param>
    /// <param name="anchor">Anchor to begin at.</param>
    public static int Next(ReadOnlySpan<float> bestIoU, float least, int anchor)
    {
        if (!Vector.IsHardwareAccelerated)
            return Math.Min(anchor, bestIoU.Length);
        var bound = new Vector<float>(least);
        ref float first = ref MemoryMarshal.GetReference(bestIoU);
        while (anchor <= bestIoU.Length - RunLength && !Vector.GreaterThanOrEqualAny(Vector.LoadUnsafe(ref first, (nuint)anchor), bound))
            anchor += RunLength;
        return Math.Min(anchor, bestIoU.Length);
    }
}
