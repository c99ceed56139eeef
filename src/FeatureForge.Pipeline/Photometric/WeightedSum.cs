using System.Numerics;
using System.Runtime.InteropServices;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Weighted sums of bytes that lie at fixed distances from each other: the one inner loop of both blurs.
/// <c>destination[i] = (sum over t of weights[t] * source[offsets[t] + i] + 128) >> 8</c>, weights of 8 fraction bits that sum to
/// exactly 256, so that the sum never exceeds 255 * 256 + 128 and fits 16 bits.
/// </summary>
internal static class WeightedSum
{
    /// <summary>Sum of the weights: 1 with 8 fraction bits.</summary>
    public const int One = 256;

    /// <param name="source">Bytes up to the largest offset plus the destination's length; not the destination's memory.</param>
    /// <param name="offsets">Place of each tap for the first destination byte.</param>
    /// <param name="weights">One weight per tap.</param>
    /// <param name="destination">Takes the sums.</param>
    public static void Run(ReadOnlySpan<byte> source, ReadOnlySpan<int> offsets, ReadOnlySpan<ushort> weights, Span<byte> destination)
    {
        foreach (int offset in offsets)
            _ = source.Slice(offset, destination.Length);
        if (WeightedSum512.IsSupported && destination.Length >= WeightedSum512.Shortest)
            WeightedSum512.Run(source, offsets, weights[..offsets.Length], destination);
        else if (Vector.IsHardwareAccelerated && destination.Length >= Vector<byte>.Count)
            RunVectors(source, offsets, weights[..offsets.Length], destination);
        else
            RunScalar(source, offsets, weights, destination);
    }

    public static void RunScalar(ReadOnlySpan<byte> source, ReadOnlySpan<int> offsets, ReadOnlySpan<ushort> weights, Span<byte> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            int sum = One / 2;
            for (int tap = 0; tap < offsets.Length; tap++)
                sum += weights[tap] * source[offsets[tap] + i];
            destination[i] = (byte)(sum >> 8);
        }
    }

    private static void RunVectors(ReadOnlySpan<byte> source, ReadOnlySpan<int> offsets, ReadOnlySpan<ushort> weights, Span<byte> destination)
    {
        ref byte input = ref MemoryMarshal.GetReference(source);
        ref byte output = ref MemoryMarshal.GetReference(destination);
        int last = destination.Length - Vector<byte>.Count;
        for (int i = 0; ; i = Math.Min(i + Vector<byte>.Count, last))
        {
            Vector<ushort> low = new(One / 2);
            Vector<ushort> high = low;
            for (int tap = 0; tap < offsets.Length; tap++)
            {
                Vector.Widen(Vector.LoadUnsafe(ref input, (nuint)(offsets[tap] + i)), out Vector<ushort> lowPart, out Vector<ushort> highPart);
                Vector<ushort> weight = new(weights[tap]);
                low += lowPart * weight;
                high += highPart * weight;
            }

            Vector.Narrow(low >> 8, high >> 8).StoreUnsafe(ref output, (nuint)i);
            // The last vector may repeat bytes of the one before it; they come out the same, for the source is other memory.
            if (i == last)
                return;
        }
    }
}
