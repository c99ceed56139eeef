using System.Runtime.CompilerServices;
using static FeatureForge.Pipeline.Decode.Jpeg.TransformConstants;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Dequantization and inverse DCT of a group of 32 blocks, both passes vertical; the bits of libjpeg-turbo's own vector code.</summary>
/// <typeparam name="TLanes">Width.</typeparam>
/// <typeparam name="TShort">Vector of int16.</typeparam>
/// <typeparam name="TInt">Vector of int32.</typeparam>
internal static class VectorTransform<TLanes, TShort, TInt>
    where TLanes : struct, ILanes<TShort, TInt>
    where TShort : struct
    where TInt : struct
{
    private const int Line = CoefficientRows.GroupBlocks;
    private const int RowLines = 8 * Line;

    /// <summary>Transforms a group and clears it.</summary>
    /// <param name="group">First coefficient of the group.</param>
    /// <param name="quantizer">int16 [64].</param>
    /// <param name="target">First byte of the 8 rows of 256 bytes to write.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    public static void Run(ref short group, ref short quantizer, ref byte target, nint stride)
    {
        for (int part = 0; part < Line; part += TLanes.Count)
        {
            ref short lines = ref Unsafe.Add(ref group, part);
            // A lane of 8 blocks fills 16 bytes in each quarter of the row.
            ref byte bytes = ref Unsafe.Add(ref target, 2 * part);
            if (IsLeftHalf(ref lines))
            {
                for (int column = 0; column < 4; column++)
                    PassColumn(ref Unsafe.Add(ref lines, column * Line), ref Unsafe.Add(ref quantizer, column));
                for (int row = 0; row < 8; row++)
                    PassHalfRow(ref Unsafe.Add(ref lines, row * RowLines), ref Unsafe.Add(ref bytes, row * stride));
                continue;
            }

            for (int column = 0; column < 8; column++)
                PassColumn(ref Unsafe.Add(ref lines, column * Line), ref Unsafe.Add(ref quantizer, column));
            for (int row = 0; row < 8; row++)
                PassRow(ref Unsafe.Add(ref lines, row * RowLines), ref Unsafe.Add(ref bytes, row * stride));
        }
    }

    /// <summary>True when the last four columns of all blocks are zero: in one group of four of photos, most of them of chroma.</summary>
    private static bool IsLeftHalf(ref short lines)
    {
        for (int row = 0; row < 8; row++)
        {
            ref short right = ref Unsafe.Add(ref lines, row * RowLines + 4 * Line);
            TShort first = TLanes.Or(TLanes.Load(ref right, 0), TLanes.Load(ref right, Line));
            TShort second = TLanes.Or(TLanes.Load(ref right, 2 * Line), TLanes.Load(ref right, 3 * Line));
            if (!TLanes.IsZero(TLanes.Or(first, second)))
                return false;
        }

        return true;
    }

    private static void PassColumn(ref short source, ref short quantizer)
    {
        Octet<TShort> values;
        values.V0 = Dequantize(ref source, ref quantizer, 0);
        values.V1 = Dequantize(ref source, ref quantizer, 1);
        values.V2 = Dequantize(ref source, ref quantizer, 2);
        values.V3 = Dequantize(ref source, ref quantizer, 3);
        values.V4 = Dequantize(ref source, ref quantizer, 4);
        values.V5 = Dequantize(ref source, ref quantizer, 5);
        values.V6 = Dequantize(ref source, ref quantizer, 6);
        values.V7 = Dequantize(ref source, ref quantizer, 7);
        Transform(ref values, FirstShift);
        TLanes.Store(values.V0, ref source, 0);
        TLanes.Store(values.V1, ref source, RowLines);
        TLanes.Store(values.V2, ref source, 2 * RowLines);
        TLanes.Store(values.V3, ref source, 3 * RowLines);
        TLanes.Store(values.V4, ref source, 4 * RowLines);
        TLanes.Store(values.V5, ref source, 5 * RowLines);
        TLanes.Store(values.V6, ref source, 6 * RowLines);
        TLanes.Store(values.V7, ref source, 7 * RowLines);
    }

    private static void PassRow(ref short source, ref byte target)
    {
        Octet<TShort> values;
        values.V0 = Take(ref source, 0);
        values.V1 = Take(ref source, Line);
        values.V2 = Take(ref source, 2 * Line);
        values.V3 = Take(ref source, 3 * Line);
        values.V4 = Take(ref source, 4 * Line);
        values.V5 = Take(ref source, 5 * Line);
        values.V6 = Take(ref source, 6 * Line);
        values.V7 = Take(ref source, 7 * Line);
        Transform(ref values, SecondShift);
        StoreRow(ref values, ref target);
    }

    /// <summary>A row whose last four columns are zero in all blocks.</summary>
    private static void PassHalfRow(ref short source, ref byte target)
    {
        TShort v0 = Take(ref source, 0), v1 = Take(ref source, Line), v2 = Take(ref source, 2 * Line), v3 = Take(ref source, 3 * Line);
        TransformHalf(out Octet<TShort> values, v0, v1, v2, v3, SecondShift);
        StoreRow(ref values, ref target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TShort Dequantize(ref short source, ref short quantizer, int row) =>
        TLanes.Multiply(TLanes.Load(ref source, row * RowLines), TLanes.Broadcast(Unsafe.Add(ref quantizer, row * 8)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TShort Take(ref short source, nint offset)
    {
        TShort value = TLanes.Load(ref source, offset);
        TLanes.Store(default, ref source, offset);
        return value;
    }

    /// <summary>Eight columns of int16, eight blocks per lane, become bytes of two blocks per lane in each quarter of the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(ref Octet<TShort> values, ref byte target)
    {
        TShort center = TLanes.Broadcast(unchecked((short)0x8080));
        TShort packed04 = TLanes.PackSignedBytes(values.V0, values.V4), packed15 = TLanes.PackSignedBytes(values.V1, values.V5);
        TShort packed26 = TLanes.PackSignedBytes(values.V2, values.V6), packed37 = TLanes.PackSignedBytes(values.V3, values.V7);
        TShort columns01 = TLanes.InterleaveLowBytes(packed04, packed15), columns45 = TLanes.InterleaveHighBytes(packed04, packed15);
        TShort columns23 = TLanes.InterleaveLowBytes(packed26, packed37), columns67 = TLanes.InterleaveHighBytes(packed26, packed37);
        TShort left0123 = TLanes.InterleaveLow(columns01, columns23), left4567 = TLanes.InterleaveHigh(columns01, columns23);
        TShort right0123 = TLanes.InterleaveLow(columns45, columns67), right4567 = TLanes.InterleaveHigh(columns45, columns67);
        TLanes.StoreBytes(TLanes.Xor(TLanes.InterleaveLowInts(left0123, right0123), center), ref target, 0);
        TLanes.StoreBytes(TLanes.Xor(TLanes.InterleaveHighInts(left0123, right0123), center), ref target, 64);
        TLanes.StoreBytes(TLanes.Xor(TLanes.InterleaveLowInts(left4567, right4567), center), ref target, 128);
        TLanes.StoreBytes(TLanes.Xor(TLanes.InterleaveHighInts(left4567, right4567), center), ref target, 192);
    }

    /// <summary>One pass. Sums of two inputs wrap around in 16 bits and results saturate, as in libjpeg-turbo's vector code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform(ref Octet<TShort> v, int shift)
    {
        TShort zero = default;
        TShort sum04 = TLanes.Add(v.V0, v.V4), difference04 = TLanes.Subtract(v.V0, v.V4);
        TShort sum37 = TLanes.Add(v.V3, v.V7), sum15 = TLanes.Add(v.V1, v.V5);
        Octet<TInt> low = Half(
            TLanes.InterleaveLow(zero, sum04), TLanes.InterleaveLow(zero, difference04), TLanes.InterleaveLow(v.V2, v.V6),
            new OddTerms(TLanes.InterleaveLow(sum37, sum15), TLanes.InterleaveLow(v.V7, v.V1), TLanes.InterleaveLow(v.V5, v.V3)), shift);
        Octet<TInt> high = Half(
            TLanes.InterleaveHigh(zero, sum04), TLanes.InterleaveHigh(zero, difference04), TLanes.InterleaveHigh(v.V2, v.V6),
            new OddTerms(TLanes.InterleaveHigh(sum37, sum15), TLanes.InterleaveHigh(v.V7, v.V1), TLanes.InterleaveHigh(v.V5, v.V3)), shift);
        Pack(out v, low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pack(out Octet<TShort> values, in Octet<TInt> low, in Octet<TInt> high)
    {
        values.V0 = TLanes.Pack(low.V0, high.V0);
        values.V1 = TLanes.Pack(low.V1, high.V1);
        values.V2 = TLanes.Pack(low.V2, high.V2);
        values.V3 = TLanes.Pack(low.V3, high.V3);
        values.V4 = TLanes.Pack(low.V4, high.V4);
        values.V5 = TLanes.Pack(low.V5, high.V5);
        values.V6 = TLanes.Pack(low.V6, high.V6);
        values.V7 = TLanes.Pack(low.V7, high.V7);
    }

    /// <summary>One pass of values whose last four are zero: the same sums modulo 2 to the power of 32, with constants added up beforehand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformHalf(out Octet<TShort> values, TShort v0, TShort v1, TShort v2, TShort v3, int shift)
    {
        TShort zero = default;
        Octet<TInt> low = HalfOfHalf(TLanes.InterleaveLow(zero, v0), TLanes.InterleaveLow(v2, zero), TLanes.InterleaveLow(v3, v1), shift);
        Octet<TInt> high = HalfOfHalf(TLanes.InterleaveHigh(zero, v0), TLanes.InterleaveHigh(v2, zero), TLanes.InterleaveHigh(v3, v1), shift);
        Pack(out values, low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Octet<TInt> HalfOfHalf(TShort value0, TShort value2, TShort values31, int shift)
    {
        TInt even = TLanes.Add(TLanes.ShiftRight(TLanes.AsInt(value0), 16 - FractionBits), TLanes.BroadcastInt(1 << (shift - 1)));
        TInt turned3 = TLanes.MultiplyAdd(value2, TLanes.BroadcastPair(F0541 + F0765, 0));
        TInt turned2 = TLanes.MultiplyAdd(value2, TLanes.BroadcastPair(F0541, 0));
        TInt odd0 = TLanes.MultiplyAdd(values31, TLanes.BroadcastPair(F1175 - F1961, F1175 - F0899));
        TInt odd1 = TLanes.MultiplyAdd(values31, TLanes.BroadcastPair(F1175 - F2562, F1175 - F0390));
        TInt odd2 = TLanes.MultiplyAdd(values31, TLanes.BroadcastPair(F1175 - F1961 + F3072 - F2562, F1175));
        TInt odd3 = TLanes.MultiplyAdd(values31, TLanes.BroadcastPair(F1175, F1175 - F0390 + F1501 - F0899));
        return Butterfly(
            new EvenTerms(TLanes.Add(even, turned3), TLanes.Add(even, turned2), TLanes.Subtract(even, turned2), TLanes.Subtract(even, turned3)),
            new OddSums(odd0, odd1, odd2, odd3), shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Octet<TInt> Half(TShort sum04, TShort difference04, TShort values26, OddTerms odd, int shift)
    {
        TInt rounding = TLanes.BroadcastInt(1 << (shift - 1));
        TInt even0 = TLanes.Add(TLanes.ShiftRight(TLanes.AsInt(sum04), 16 - FractionBits), rounding);
        TInt even1 = TLanes.Add(TLanes.ShiftRight(TLanes.AsInt(difference04), 16 - FractionBits), rounding);
        TInt turned3 = TLanes.MultiplyAdd(values26, TLanes.BroadcastPair(F0541 + F0765, F0541));
        TInt turned2 = TLanes.MultiplyAdd(values26, TLanes.BroadcastPair(F0541, F0541 - F1847));
        var even = new EvenTerms(TLanes.Add(even0, turned3), TLanes.Add(even1, turned2), TLanes.Subtract(even1, turned2), TLanes.Subtract(even0, turned3));
        TInt z3 = TLanes.MultiplyAdd(odd.Sums, TLanes.BroadcastPair(F1175 - F1961, F1175));
        TInt z4 = TLanes.MultiplyAdd(odd.Sums, TLanes.BroadcastPair(F1175, F1175 - F0390));
        TInt odd0 = TLanes.Add(TLanes.MultiplyAdd(odd.Values71, TLanes.BroadcastPair(F0298 - F0899, -F0899)), z3);
        TInt odd3 = TLanes.Add(TLanes.MultiplyAdd(odd.Values71, TLanes.BroadcastPair(-F0899, F1501 - F0899)), z4);
        TInt odd1 = TLanes.Add(TLanes.MultiplyAdd(odd.Values53, TLanes.BroadcastPair(F2053 - F2562, -F2562)), z4);
        TInt odd2 = TLanes.Add(TLanes.MultiplyAdd(odd.Values53, TLanes.BroadcastPair(-F2562, F3072 - F2562)), z3);
        return Butterfly(even, new OddSums(odd0, odd1, odd2, odd3), shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Octet<TInt> Butterfly(EvenTerms even, OddSums odd, int shift)
    {
        Octet<TInt> result;
        result.V0 = TLanes.ShiftRight(TLanes.Add(even.Sum0, odd.Sum3), shift);
        result.V7 = TLanes.ShiftRight(TLanes.Subtract(even.Sum0, odd.Sum3), shift);
        result.V1 = TLanes.ShiftRight(TLanes.Add(even.Sum1, odd.Sum2), shift);
        result.V6 = TLanes.ShiftRight(TLanes.Subtract(even.Sum1, odd.Sum2), shift);
        result.V2 = TLanes.ShiftRight(TLanes.Add(even.Sum2, odd.Sum1), shift);
        result.V5 = TLanes.ShiftRight(TLanes.Subtract(even.Sum2, odd.Sum1), shift);
        result.V3 = TLanes.ShiftRight(TLanes.Add(even.Sum3, odd.Sum0), shift);
        result.V4 = TLanes.ShiftRight(TLanes.Subtract(even.Sum3, odd.Sum0), shift);
        return result;
    }

    private readonly record struct EvenTerms(TInt Sum0, TInt Sum1, TInt Sum2, TInt Sum3);

    private readonly record struct OddSums(TInt Sum0, TInt Sum1, TInt Sum2, TInt Sum3);

    private readonly record struct OddTerms(TShort Sums, TShort Values71, TShort Values53);
}
