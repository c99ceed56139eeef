namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>The plain twin of <see cref="TriangleFilter{TLanes, TShort, TInt}"/>.</summary>
internal static class ScalarTriangle
{
    /// <summary>Doubles a row.</summary>
    /// <param name="source">The samples, one more on the left and one on the right.</param>
    /// <param name="target">Takes twice the samples.</param>
    public static void Horizontal(ReadOnlySpan<byte> source, Span<byte> target)
    {
        for (int i = 1; i < source.Length - 1; i++)
        {
            target[2 * i - 2] = (byte)((3 * source[i] + source[i - 1] + 1) >> 2);
            target[2 * i - 1] = (byte)((3 * source[i] + source[i + 1] + 2) >> 2);
        }
    }

    /// <summary>Weighs two rows.</summary>
    /// <param name="near">Samples of the nearer row.</param>
    /// <param name="far">Samples of the farther row.</param>
    /// <param name="target">Takes the samples.</param>
    /// <param name="bias">1 for the upper of two rows, 2 for the lower.</param>
    public static void Vertical(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> target, int bias)
    {
        for (int i = 0; i < near.Length; i++)
            target[i] = (byte)((3 * near[i] + far[i] + bias) >> 2);
    }

    /// <summary>Weighs two rows and doubles the result.</summary>
    /// <param name="near">Samples of the nearer row, one more on the left and one on the right.</param>
    /// <param name="far">The same of the farther row.</param>
    /// <param name="target">Takes twice the samples.</param>
    public static void Both(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> target)
    {
        for (int i = 1; i < near.Length - 1; i++)
        {
            int before = 3 * near[i - 1] + far[i - 1], current = 3 * near[i] + far[i], after = 3 * near[i + 1] + far[i + 1];
            target[2 * i - 2] = (byte)((3 * current + before + 8) >> 4);
            target[2 * i - 1] = (byte)((3 * current + after + 7) >> 4);
        }
    }
}
