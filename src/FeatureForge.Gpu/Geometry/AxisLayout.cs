using FeatureForge.Gpu.Batches;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Geometry;

/// <summary>Lays an axis of a resize out as the kernels read it: firsts, counts, weights; or one first sample where the pass copies.</summary>
internal static class AxisLayout
{
    /// <summary>Lays out an axis with its weights of 22 bits.</summary>
    /// <param name="axis">Planned axis.</param>
    /// <param name="words">Takes it.</param>
    /// <returns>Its place among the words, and the words from one tap to the next; 0 for a copy.</returns>
    public static (int Place, int Stride) Lay(ResizeAxis axis, UploadBuffer<int> words)
    {
        if (!LayPlaces(axis, words, out int place))
            return (place, 0);
        axis.Weights.CopyTo(words.Take(axis.Weights.Length));
        return (place, axis.Pitch);
    }

    /// <summary>Lays out an axis with its weights of 16 bits.</summary>
    /// <param name="axis">Planned axis.</param>
    /// <param name="rounded">Its weights rounded.</param>
    /// <param name="words">Takes it.</param>
    /// <returns>As <see cref="Lay"/>.</returns>
    public static (int Place, int Stride) LayRounded(ResizeAxis axis, PlaneVertical rounded, UploadBuffer<int> words)
    {
        if (!LayPlaces(axis, words, out int place))
            return (place, 0);
        Span<int> target = words.Take(axis.Weights.Length);
        ReadOnlySpan<ushort> weights = rounded.Weights;
        for (int i = 0; i < target.Length; i++)
            target[i] = weights[i];
        return (place, axis.Pitch);
    }

    private static bool LayPlaces(ResizeAxis axis, UploadBuffer<int> words, out int place)
    {
        place = words.Count;
        if (axis.IsCopy)
        {
            words.Take(1)[0] = axis.First;
            return false;
        }

        axis.Starts[..axis.OutputSize].CopyTo(words.Take(axis.OutputSize));
        axis.Counts.CopyTo(words.Take(axis.OutputSize));
        return true;
    }
}
