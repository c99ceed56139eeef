using System.Numerics;
using System.Runtime.InteropServices;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Blends two rows by the product of two falloffs: <c>w = (falloff[i] * rowFalloff) >> 7</c>, 0 to 256;
/// <c>destination[i] = (outside[i] * (256 - w) + inside[i] * w + 128) >> 8</c>. All within unsigned 16 bits.
/// </summary>
internal static class ToneBlend
{
    /// <summary>1 in a column falloff: 7 fraction bits, so that the product with a row falloff stays within 16 bits.</summary>
    public const int ColumnOne = 128;

    /// <summary>1 in a row falloff and in the product.</summary>
    public const int RowOne = 256;

    /// <param name="outside">Row as it is where the weight is 0.</param>
    /// <param name="inside">Row as it is where the weight is 256.</param>
    /// <param name="falloff">0 to 128 per component.</param>
    /// <param name="rowFalloff">0 to 256.</param>
    /// <param name="destination">Takes the blend.</param>
    public static void Run(ReadOnlySpan<byte> outside, ReadOnlySpan<byte> inside, ReadOnlySpan<ushort> falloff, int rowFalloff, Span<byte> destination)
    {
        int done = Vector.IsHardwareAccelerated ? RunVectors(outside, inside, falloff, rowFalloff, destination) : 0;
        RunScalar(outside[done..], inside[done..], falloff[done..], rowFalloff, destination[done..]);
    }

    public static void RunScalar(ReadOnlySpan<byte> outside, ReadOnlySpan<byte> inside, ReadOnlySpan<ushort> falloff, int rowFalloff, Span<byte> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            int weight = (falloff[i] * rowFalloff) >> 7;
            destination[i] = (byte)(((outside[i] * (RowOne - weight)) + (inside[i] * weight) + (RowOne / 2)) >> 8);
        }
    }

    private static int RunVectors(ReadOnlySpan<byte> outside, ReadOnlySpan<byte> inside, ReadOnlySpan<ushort> falloff, int rowFalloff, Span<byte> destination)
    {
        int length = destination.Length;
        ref byte outer = ref MemoryMarshal.GetReference(outside[..length]);
        ref byte inner = ref MemoryMarshal.GetReference(inside[..length]);
        ref ushort columns = ref MemoryMarshal.GetReference(falloff[..length]);
        ref byte output = ref MemoryMarshal.GetReference(destination);
        Vector<ushort> row = new((ushort)rowFalloff);
        int i = 0;
        for (; i <= length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref outer, (nuint)i), out Vector<ushort> outerLow, out Vector<ushort> outerHigh);
            Vector.Widen(Vector.LoadUnsafe(ref inner, (nuint)i), out Vector<ushort> innerLow, out Vector<ushort> innerHigh);
            Vector<ushort> low = Blend(outerLow, innerLow, (Vector.LoadUnsafe(ref columns, (nuint)i) * row) >> 7);
            Vector<ushort> high = Blend(outerHigh, innerHigh, (Vector.LoadUnsafe(ref columns, (nuint)(i + Vector<ushort>.Count)) * row) >> 7);
            Vector.Narrow(low, high).StoreUnsafe(ref output, (nuint)i);
        }

        return i;
    }

    private static Vector<ushort> Blend(Vector<ushort> outside, Vector<ushort> inside, Vector<ushort> weight) =>
        ((outside * (new Vector<ushort>(RowOne) - weight)) + (inside * weight) + new Vector<ushort>(RowOne / 2)) >> 8;
}
