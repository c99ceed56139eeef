using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// Vertical pass of the output resize: each output row is the rounded, weighted sum of some rows. Bytes of a pair of rows are
/// interleaved, so that one multiply-and-add serves two taps. The last vector of a row overlaps the one before it.
/// </summary>
internal static class ResizeVertical
{
    private const int Shift = ResizeAxis.PrecisionBits;

    /// <summary>Makes one output row of source rows that are as long as it.</summary>
    /// <param name="source">Source rows, starting with row <see cref="ResizeAxis.First"/> of the axis.</param>
    /// <param name="destination">Output row.</param>
    /// <param name="place">Weights, and which output row.</param>
    /// <param name="level">Which twin runs.</param>
    public static void RunRow(ReadOnlySpan<byte> source, Span<byte> destination, (ResizeAxis Axis, int Y) place, SimdLevel level)
    {
        var (axis, y) = place;
        int pitch = destination.Length, taps = axis.Counts[y];
        RunRow(
            new VerticalRow
            {
                Source = source.Slice((axis.Starts[y] - axis.First) * pitch, taps * pitch),
                Stride = pitch,
                Destination = destination,
                Weights = axis.Weights[y..],
                Packed = axis.Packed[y..],
                WeightPitch = axis.Pitch,
                Taps = taps,
            },
            level);
    }

    private static void RunRow(in VerticalRow row, SimdLevel level)
    {
        int width = row.Destination.Length;
        if (level >= SimdLevel.Vector512 && width >= 64 && row.Taps <= ResizeAxis.TapsPerBlock)
            RunFour512(row);
        else if (level >= SimdLevel.Vector512 && width >= 64)
            Run512(row);
        else if (level >= SimdLevel.Vector256 && width >= 32)
            Run256(row);
        else if (level >= SimdLevel.Vector128 && width >= 16)
            Run128(row);
        else if (level >= SimdLevel.Portable && width >= 16)
            RunPortable(row);
        else
            RunScalar(row);
    }

    private static void RunScalar(in VerticalRow row)
    {
        for (int x = 0; x < row.Destination.Length; x++)
        {
            int sum = ResizeAxis.Rounding;
            for (int tap = 0; tap < row.Taps; tap++)
                sum += row.Source[(tap * row.Stride) + x] * row.Weight(tap);
            row.Destination[x] = (byte)Math.Min(sum >> Shift, 255);
        }
    }

    private static void RunPortable(in VerticalRow row)
    {
        ref byte source = ref MemoryMarshal.GetReference(row.Source);
        ref byte destination = ref MemoryMarshal.GetReference(row.Destination);
        int width = row.Destination.Length;
        for (int x = 0; x < width; x += 16)
        {
            nuint column = (nuint)Math.Min(x, width - 16);
            Vector128<int> sum0 = Vector128.Create(ResizeAxis.Rounding), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            for (int tap = 0; tap < row.Taps; tap++)
            {
                Vector128<byte> pixels = Vector128.LoadUnsafe(ref source, column + (nuint)(tap * row.Stride));
                (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(pixels);
                int weight = row.Weight(tap);
                sum0 += Vector128.WidenLower(lower).AsInt32() * weight;
                sum1 += Vector128.WidenUpper(lower).AsInt32() * weight;
                sum2 += Vector128.WidenLower(upper).AsInt32() * weight;
                sum3 += Vector128.WidenUpper(upper).AsInt32() * weight;
            }

            Vector128<ushort> words0 = Vector128.Narrow(Level(sum0), Level(sum1));
            Vector128<ushort> words1 = Vector128.Narrow(Level(sum2), Level(sum3));
            Vector128.Narrow(words0, words1).StoreUnsafe(ref destination, column);
        }
    }

    private static Vector128<uint> Level(Vector128<int> sum) =>
        Vector128.Min(Vector128.ShiftRightArithmetic(sum, Shift), Vector128.Create(255)).AsUInt32();

    private static void Run128(in VerticalRow row)
    {
        ref byte source = ref MemoryMarshal.GetReference(row.Source);
        ref byte destination = ref MemoryMarshal.GetReference(row.Destination);
        int width = row.Destination.Length;
        Vector128<byte> zero = Vector128<byte>.Zero;
        for (int x = 0; x < width; x += 16)
        {
            nuint column = (nuint)Math.Min(x, width - 16);
            Vector128<int> low0 = Vector128.Create(ResizeAxis.Rounding), low1 = low0, low2 = low0, low3 = low0;
            Vector128<int> high0 = Vector128<int>.Zero, high1 = high0, high2 = high0, high3 = high0;
            for (int tap = 0; tap < row.Taps; tap += 2)
            {
                Vector128<byte> top = Vector128.LoadUnsafe(ref source, column + row.Offset(tap));
                Vector128<byte> bottom = Vector128.LoadUnsafe(ref source, column + row.Offset(tap + 1));
                Vector128<byte> lower = Sse2.UnpackLow(top, bottom);
                Vector128<byte> upper = Sse2.UnpackHigh(top, bottom);
                Vector128<short> pair0 = Sse2.UnpackLow(lower, zero).AsInt16(), pair1 = Sse2.UnpackHigh(lower, zero).AsInt16();
                Vector128<short> pair2 = Sse2.UnpackLow(upper, zero).AsInt16(), pair3 = Sse2.UnpackHigh(upper, zero).AsInt16();
                Vector128<short> lowWeights = Vector128.Create(row.LowPair(tap)).AsInt16();
                Vector128<short> highWeights = Vector128.Create(row.HighPair(tap)).AsInt16();
                low0 += Sse2.MultiplyAddAdjacent(pair0, lowWeights);
                low1 += Sse2.MultiplyAddAdjacent(pair1, lowWeights);
                low2 += Sse2.MultiplyAddAdjacent(pair2, lowWeights);
                low3 += Sse2.MultiplyAddAdjacent(pair3, lowWeights);
                high0 += Sse2.MultiplyAddAdjacent(pair0, highWeights);
                high1 += Sse2.MultiplyAddAdjacent(pair1, highWeights);
                high2 += Sse2.MultiplyAddAdjacent(pair2, highWeights);
                high3 += Sse2.MultiplyAddAdjacent(pair3, highWeights);
            }

            Vector128<short> words0 = Sse2.PackSignedSaturate(Level(low0, high0), Level(low1, high1));
            Vector128<short> words1 = Sse2.PackSignedSaturate(Level(low2, high2), Level(low3, high3));
            Sse2.PackUnsignedSaturate(words0, words1).StoreUnsafe(ref destination, column);
        }
    }

    private static void Run256(in VerticalRow row)
    {
        ref byte source = ref MemoryMarshal.GetReference(row.Source);
        ref byte destination = ref MemoryMarshal.GetReference(row.Destination);
        int width = row.Destination.Length;
        Vector256<byte> zero = Vector256<byte>.Zero;
        for (int x = 0; x < width; x += 32)
        {
            nuint column = (nuint)Math.Min(x, width - 32);
            Vector256<int> low0 = Vector256.Create(ResizeAxis.Rounding), low1 = low0, low2 = low0, low3 = low0;
            Vector256<int> high0 = Vector256<int>.Zero, high1 = high0, high2 = high0, high3 = high0;
            for (int tap = 0; tap < row.Taps; tap += 2)
            {
                Vector256<byte> top = Vector256.LoadUnsafe(ref source, column + row.Offset(tap));
                Vector256<byte> bottom = Vector256.LoadUnsafe(ref source, column + row.Offset(tap + 1));
                Vector256<byte> lower = Avx2.UnpackLow(top, bottom);
                Vector256<byte> upper = Avx2.UnpackHigh(top, bottom);
                Vector256<short> pair0 = Avx2.UnpackLow(lower, zero).AsInt16(), pair1 = Avx2.UnpackHigh(lower, zero).AsInt16();
                Vector256<short> pair2 = Avx2.UnpackLow(upper, zero).AsInt16(), pair3 = Avx2.UnpackHigh(upper, zero).AsInt16();
                Vector256<short> lowWeights = Vector256.Create(row.LowPair(tap)).AsInt16();
                Vector256<short> highWeights = Vector256.Create(row.HighPair(tap)).AsInt16();
                low0 += Avx2.MultiplyAddAdjacent(pair0, lowWeights);
                low1 += Avx2.MultiplyAddAdjacent(pair1, lowWeights);
                low2 += Avx2.MultiplyAddAdjacent(pair2, lowWeights);
                low3 += Avx2.MultiplyAddAdjacent(pair3, lowWeights);
                high0 += Avx2.MultiplyAddAdjacent(pair0, highWeights);
                high1 += Avx2.MultiplyAddAdjacent(pair1, highWeights);
                high2 += Avx2.MultiplyAddAdjacent(pair2, highWeights);
                high3 += Avx2.MultiplyAddAdjacent(pair3, highWeights);
            }

            // Unpacking and packing both work within 128-bit lanes, so the bytes end where they came from.
            Vector256<short> words0 = Avx2.PackSignedSaturate(Level(low0, high0), Level(low1, high1));
            Vector256<short> words1 = Avx2.PackSignedSaturate(Level(low2, high2), Level(low3, high3));
            Avx2.PackUnsignedSaturate(words0, words1).StoreUnsafe(ref destination, column);
        }
    }

    private static void Run512(in VerticalRow row)
    {
        ref byte source = ref MemoryMarshal.GetReference(row.Source);
        ref byte destination = ref MemoryMarshal.GetReference(row.Destination);
        int width = row.Destination.Length;
        Vector512<byte> zero = Vector512<byte>.Zero;
        for (int x = 0; x < width; x += 64)
        {
            nuint column = (nuint)Math.Min(x, width - 64);
            Vector512<int> low0 = Vector512.Create(ResizeAxis.Rounding), low1 = low0, low2 = low0, low3 = low0;
            Vector512<int> high0 = Vector512<int>.Zero, high1 = high0, high2 = high0, high3 = high0;
            for (int tap = 0; tap < row.Taps; tap += 2)
            {
                Vector512<byte> top = Vector512.LoadUnsafe(ref source, column + row.Offset(tap));
                Vector512<byte> bottom = Vector512.LoadUnsafe(ref source, column + row.Offset(tap + 1));
                Vector512<byte> lower = Avx512BW.UnpackLow(top, bottom);
                Vector512<byte> upper = Avx512BW.UnpackHigh(top, bottom);
                Vector512<short> pair0 = Avx512BW.UnpackLow(lower, zero).AsInt16(), pair1 = Avx512BW.UnpackHigh(lower, zero).AsInt16();
                Vector512<short> pair2 = Avx512BW.UnpackLow(upper, zero).AsInt16(), pair3 = Avx512BW.UnpackHigh(upper, zero).AsInt16();
                Vector512<short> lowWeights = Vector512.Create(row.LowPair(tap)).AsInt16();
                Vector512<short> highWeights = Vector512.Create(row.HighPair(tap)).AsInt16();
                low0 += Avx512BW.MultiplyAddAdjacent(pair0, lowWeights);
                low1 += Avx512BW.MultiplyAddAdjacent(pair1, lowWeights);
                low2 += Avx512BW.MultiplyAddAdjacent(pair2, lowWeights);
                low3 += Avx512BW.MultiplyAddAdjacent(pair3, lowWeights);
                high0 += Avx512BW.MultiplyAddAdjacent(pair0, highWeights);
                high1 += Avx512BW.MultiplyAddAdjacent(pair1, highWeights);
                high2 += Avx512BW.MultiplyAddAdjacent(pair2, highWeights);
                high3 += Avx512BW.MultiplyAddAdjacent(pair3, highWeights);
            }

            Vector512<short> words0 = Avx512BW.PackSignedSaturate(Level(low0, high0), Level(low1, high1));
            Vector512<short> words1 = Avx512BW.PackSignedSaturate(Level(low2, high2), Level(low3, high3));
            Avx512BW.PackUnsignedSaturate(words0, words1).StoreUnsafe(ref destination, column);
        }
    }

    /// <summary>Up to four taps, as most rows have: their weights stay in registers.</summary>
    private static void RunFour512(in VerticalRow row)
    {
        ref byte source = ref MemoryMarshal.GetReference(row.Source);
        ref byte destination = ref MemoryMarshal.GetReference(row.Destination);
        nuint offset1 = row.Offset(1), offset2 = row.Offset(2), offset3 = row.Offset(3);
        Vector512<short> low01 = Vector512.Create(row.LowPair(0)).AsInt16(), high01 = Vector512.Create(row.HighPair(0)).AsInt16();
        Vector512<short> low23 = Vector512.Create(row.LowPair(2)).AsInt16(), high23 = Vector512.Create(row.HighPair(2)).AsInt16();
        Vector512<byte> zero = Vector512<byte>.Zero;
        Vector512<int> rounding = Vector512.Create(ResizeAxis.Rounding);
        int last = row.Destination.Length - 64;
        for (int x = 0; ; x = Math.Min(x + 64, last))
        {
            Vector512<byte> row0 = Vector512.LoadUnsafe(ref source, (nuint)x), row1 = Vector512.LoadUnsafe(ref source, (nuint)x + offset1);
            Vector512<byte> row2 = Vector512.LoadUnsafe(ref source, (nuint)x + offset2), row3 = Vector512.LoadUnsafe(ref source, (nuint)x + offset3);
            Vector512<byte> lower01 = Avx512BW.UnpackLow(row0, row1), upper01 = Avx512BW.UnpackHigh(row0, row1);
            Vector512<byte> lower23 = Avx512BW.UnpackLow(row2, row3), upper23 = Avx512BW.UnpackHigh(row2, row3);
            Vector512<short> first0 = Avx512BW.UnpackLow(lower01, zero).AsInt16(), second0 = Avx512BW.UnpackLow(lower23, zero).AsInt16();
            Vector512<int> low0 = rounding + Avx512BW.MultiplyAddAdjacent(first0, low01) + Avx512BW.MultiplyAddAdjacent(second0, low23);
            Vector512<int> high0 = Avx512BW.MultiplyAddAdjacent(first0, high01) + Avx512BW.MultiplyAddAdjacent(second0, high23);
            Vector512<short> first1 = Avx512BW.UnpackHigh(lower01, zero).AsInt16(), second1 = Avx512BW.UnpackHigh(lower23, zero).AsInt16();
            Vector512<int> low1 = rounding + Avx512BW.MultiplyAddAdjacent(first1, low01) + Avx512BW.MultiplyAddAdjacent(second1, low23);
            Vector512<int> high1 = Avx512BW.MultiplyAddAdjacent(first1, high01) + Avx512BW.MultiplyAddAdjacent(second1, high23);
            Vector512<short> first2 = Avx512BW.UnpackLow(upper01, zero).AsInt16(), second2 = Avx512BW.UnpackLow(upper23, zero).AsInt16();
            Vector512<int> low2 = rounding + Avx512BW.MultiplyAddAdjacent(first2, low01) + Avx512BW.MultiplyAddAdjacent(second2, low23);
            Vector512<int> high2 = Avx512BW.MultiplyAddAdjacent(first2, high01) + Avx512BW.MultiplyAddAdjacent(second2, high23);
            Vector512<short> first3 = Avx512BW.UnpackHigh(upper01, zero).AsInt16(), second3 = Avx512BW.UnpackHigh(upper23, zero).AsInt16();
            Vector512<int> low3 = rounding + Avx512BW.MultiplyAddAdjacent(first3, low01) + Avx512BW.MultiplyAddAdjacent(second3, low23);
            Vector512<int> high3 = Avx512BW.MultiplyAddAdjacent(first3, high01) + Avx512BW.MultiplyAddAdjacent(second3, high23);
            Vector512<short> words0 = Avx512BW.PackSignedSaturate(Level(low0, high0), Level(low1, high1));
            Vector512<short> words1 = Avx512BW.PackSignedSaturate(Level(low2, high2), Level(low3, high3));
            Avx512BW.PackUnsignedSaturate(words0, words1).StoreUnsafe(ref destination, (nuint)x);
            if (x == last)
                return;
        }
    }

    private static Vector128<int> Level(Vector128<int> low, Vector128<int> high) =>
        Vector128.ShiftRightArithmetic(low + Vector128.ShiftLeft(high, ResizeAxis.LowBits), Shift);

    private static Vector256<int> Level(Vector256<int> low, Vector256<int> high) =>
        Vector256.ShiftRightArithmetic(low + Vector256.ShiftLeft(high, ResizeAxis.LowBits), Shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Level(Vector512<int> low, Vector512<int> high) =>
        Vector512.ShiftRightArithmetic(low + Vector512.ShiftLeft(high, ResizeAxis.LowBits), Shift);

    /// <summary>What makes one output row.</summary>
    private readonly ref struct VerticalRow
    {
        public required ReadOnlySpan<byte> Source { get; init; }

        public required int Stride { get; init; }

        public required Span<byte> Destination { get; init; }

        public required ReadOnlySpan<int> Weights { get; init; }

        public required ReadOnlySpan<int> Packed { get; init; }

        /// <summary>From one tap's weight to the next.</summary>
        public required int WeightPitch { get; init; }

        public required int Taps { get; init; }

        /// <summary>Offset of the row of a tap; a pair's missing second tap has weight 0 and reads the last row again.</summary>
        public nuint Offset(int tap) => (nuint)(Math.Min(tap, Taps - 1) * Stride);

        /// <summary>Weight of a tap.</summary>
        public int Weight(int tap) => Weights[tap * WeightPitch];

        /// <summary>Low parts of an even tap and the next, 16 bits each.</summary>
        public int LowPair(int tap) => Packed[tap * WeightPitch];

        /// <summary>High parts of an even tap and the next.</summary>
        public int HighPair(int tap) => Packed[(tap + 1) * WeightPitch];
    }
}
