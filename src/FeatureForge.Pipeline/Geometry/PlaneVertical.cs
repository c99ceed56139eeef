using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// Vertical pass of the resize of pictures with chroma, fidelity <c>fast</c>. Weights have 16 fractional bits (1 becomes 1 - 2^-16), each
/// product keeps 8, and the sum saturates at 16 bits: <c>(128 + taps / 2 + sum of (sample * weight >> 8)) >> 8</c>. Half a unit per tap makes up for
/// the bits cut off. A multiplication that keeps the upper half does this for as many samples as a vector has 16-bit lanes.
/// </summary>
internal sealed class PlaneVertical
{
    /// <summary>Most taps of an output row; with more, the bits cut off would be seen.</summary>
    public const int MostTaps = 64;

    private const int WeightShift = ResizeAxis.PrecisionBits - 16;
    private const int Half = 128;
    private ushort[] _weights = [];

    /// <summary>uint16 [taps, pitch]: the weights, in the order of <see cref="ResizeAxis.Weights"/>; there may be more behind them.</summary>
    public ReadOnlySpan<ushort> Weights => _weights;

    /// <summary>Rounds the weights of an axis.</summary>
    /// <param name="axis">Planned axis of at most <see cref="MostTaps"/> taps.</param>
    public void Plan(ResizeAxis axis)
    {
        ReadOnlySpan<int> weights = axis.Weights;
        if (_weights.Length < weights.Length)
            _weights = new ushort[Math.Max(weights.Length, 2 * _weights.Length)];
        for (int i = 0; i < weights.Length; i += Vector256<int>.Count)
        {
            Vector256<int> rounded = Vector256.ShiftRightLogical(Vector256.Create(weights[i..]) + Vector256.Create(1 << (WeightShift - 1)), WeightShift);
            Vector256<uint> limited = Vector256.Min(rounded, Vector256.Create((int)ushort.MaxValue)).AsUInt32();
            Vector128.Narrow(limited.GetLower(), limited.GetUpper()).CopyTo(_weights, i);
        }
    }

    /// <summary>Makes one output row of source rows that are as long as it.</summary>
    /// <param name="source">Source rows, starting with row <see cref="ResizeAxis.First"/> of the axis.</param>
    /// <param name="destination">Output row.</param>
    /// <param name="place">The planned axis, and which output row.</param>
    /// <param name="level">Which twin runs.</param>
    public void RunRow(ReadOnlySpan<byte> source, Span<byte> destination, (ResizeAxis Axis, int Y) place, SimdLevel level)
    {
        var (axis, y) = place;
        int pitch = destination.Length, taps = axis.Counts[y];
        Span<ushort> weights = stackalloc ushort[MostTaps];
        weights = weights[..Math.Max(taps, ResizeAxis.TapsPerBlock)];
        for (int tap = 0; tap < weights.Length; tap++)
            weights[tap] = _weights[(tap * axis.Pitch) + y];
        var row = new PlaneRow { Source = source.Slice((axis.Starts[y] - axis.First) * pitch, taps * pitch), Destination = destination, Weights = weights, Taps = taps };
        if (level >= SimdLevel.Vector512 && pitch >= 64 && taps <= ResizeAxis.TapsPerBlock)
            RunFour512(row);
        else if (level >= SimdLevel.Vector512 && pitch >= 64)
            Run512(row);
        else if (level >= SimdLevel.Vector256 && pitch >= 32)
            Run256(row);
        else if (level >= SimdLevel.Vector128 && pitch >= 16)
            Run128(row);
        else if (level >= SimdLevel.Portable && pitch >= 16)
            RunPortable(row);
        else
            RunScalar(row);
    }

    private static void RunScalar(in PlaneRow row)
    {
        for (int x = 0; x < row.Destination.Length; x++)
        {
            int sum = row.Rounding;
            for (int tap = 0; tap < row.Taps; tap++)
                sum += (row.Source[(tap * row.Destination.Length) + x] * row.Weights[tap]) >> 8;
            row.Destination[x] = (byte)Math.Min(sum >> 8, 255);
        }
    }

    private static void RunPortable(in PlaneRow row)
    {
        ref byte source = ref MemoryMarshal.GetReference(row.Source);
        int width = row.Destination.Length;
        for (int x = 0; x < width; x += 16)
        {
            int column = Math.Min(x, width - 16);
            Vector128<uint> sum0 = Vector128.Create((uint)row.Rounding), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            for (int tap = 0; tap < row.Taps; tap++)
            {
                (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(Vector128.LoadUnsafe(ref source, (nuint)(column + (tap * width))));
                uint weight = row.Weights[tap];
                sum0 += Vector128.ShiftRightLogical(Vector128.WidenLower(lower) * weight, 8);
                sum1 += Vector128.ShiftRightLogical(Vector128.WidenUpper(lower) * weight, 8);
                sum2 += Vector128.ShiftRightLogical(Vector128.WidenLower(upper) * weight, 8);
                sum3 += Vector128.ShiftRightLogical(Vector128.WidenUpper(upper) * weight, 8);
            }

            Vector128.Narrow(Vector128.Narrow(Level(sum0), Level(sum1)), Vector128.Narrow(Level(sum2), Level(sum3))).CopyTo(row.Destination[column..]);
        }
    }

    private static Vector128<uint> Level(Vector128<uint> sum) => Vector128.Min(Vector128.ShiftRightLogical(sum, 8), Vector128.Create(255u));

    // Interleaved behind zeros, a byte is the upper half of a 16-bit number, so the upper half of a product is what the sum takes.
    private static void Run128(in PlaneRow row)
    {
        ref byte source = ref MemoryMarshal.GetReference(row.Source);
        int width = row.Destination.Length;
        Vector128<byte> zero = Vector128<byte>.Zero;
        for (int x = 0; x < width; x += 16)
        {
            int column = Math.Min(x, width - 16);
            Vector128<ushort> sum0 = Vector128.Create((ushort)row.Rounding), sum1 = sum0;
            for (int tap = 0; tap < row.Taps; tap++)
            {
                Vector128<byte> samples = Vector128.LoadUnsafe(ref source, (nuint)(column + (tap * width)));
                Vector128<ushort> weight = Vector128.Create(row.Weights[tap]);
                sum0 = Sse2.AddSaturate(sum0, Sse2.MultiplyHigh(Sse2.UnpackLow(zero, samples).AsUInt16(), weight));
                sum1 = Sse2.AddSaturate(sum1, Sse2.MultiplyHigh(Sse2.UnpackHigh(zero, samples).AsUInt16(), weight));
            }

            Sse2.PackUnsignedSaturate(Vector128.ShiftRightLogical(sum0, 8).AsInt16(), Vector128.ShiftRightLogical(sum1, 8).AsInt16()).CopyTo(row.Destination[column..]);
        }
    }

    // Unpacking and packing both work within 128-bit lanes, so the bytes end where they came from.
    private static void Run256(in PlaneRow row)
    {
        ref byte source = ref MemoryMarshal.GetReference(row.Source);
        int width = row.Destination.Length;
        Vector256<byte> zero = Vector256<byte>.Zero;
        for (int x = 0; x < width; x += 32)
        {
            int column = Math.Min(x, width - 32);
            Vector256<ushort> sum0 = Vector256.Create((ushort)row.Rounding), sum1 = sum0;
            for (int tap = 0; tap < row.Taps; tap++)
            {
                Vector256<byte> samples = Vector256.LoadUnsafe(ref source, (nuint)(column + (tap * width)));
                Vector256<ushort> weight = Vector256.Create(row.Weights[tap]);
                sum0 = Avx2.AddSaturate(sum0, Avx2.MultiplyHigh(Avx2.UnpackLow(zero, samples).AsUInt16(), weight));
                sum1 = Avx2.AddSaturate(sum1, Avx2.MultiplyHigh(Avx2.UnpackHigh(zero, samples).AsUInt16(), weight));
            }

            Avx2.PackUnsignedSaturate(Vector256.ShiftRightLogical(sum0, 8).AsInt16(), Vector256.ShiftRightLogical(sum1, 8).AsInt16()).CopyTo(row.Destination[column..]);
        }
    }

    private static void Run512(in PlaneRow row)
    {
        ref byte source = ref MemoryMarshal.GetReference(row.Source);
        int width = row.Destination.Length;
        Vector512<byte> zero = Vector512<byte>.Zero;
        for (int x = 0; x < width; x += 64)
        {
            int column = Math.Min(x, width - 64);
            Vector512<ushort> sum0 = Vector512.Create((ushort)row.Rounding), sum1 = sum0;
            for (int tap = 0; tap < row.Taps; tap++)
            {
                Vector512<byte> samples = Vector512.LoadUnsafe(ref source, (nuint)(column + (tap * width)));
                Vector512<ushort> weight = Vector512.Create(row.Weights[tap]);
                sum0 = Avx512BW.AddSaturate(sum0, Avx512BW.MultiplyHigh(Avx512BW.UnpackLow(zero, samples).AsUInt16(), weight));
                sum1 = Avx512BW.AddSaturate(sum1, Avx512BW.MultiplyHigh(Avx512BW.UnpackHigh(zero, samples).AsUInt16(), weight));
            }

            Pack(sum0, sum1).CopyTo(row.Destination[column..]);
        }
    }

    /// <summary>Up to four taps, as most rows have: their weights stay in registers. Missing ones have weight 0 and read the last row again.</summary>
    private static void RunFour512(in PlaneRow row)
    {
        ref byte source = ref MemoryMarshal.GetReference(row.Source);
        ref byte destination = ref MemoryMarshal.GetReference(row.Destination);
        int width = row.Destination.Length, last = width - 64, lastTap = row.Taps - 1;
        nuint offset1 = (nuint)(Math.Min(1, lastTap) * width), offset2 = (nuint)(Math.Min(2, lastTap) * width), offset3 = (nuint)(lastTap * width);
        Vector512<ushort> weight0 = Vector512.Create(row.Weights[0]), weight1 = Vector512.Create(row.Weights[1]);
        Vector512<ushort> weight2 = Vector512.Create(row.Weights[2]), weight3 = Vector512.Create(row.Weights[3]);
        Vector512<ushort> rounding = Vector512.Create((ushort)row.Rounding);
        Vector512<byte> zero = Vector512<byte>.Zero;
        for (int x = 0; ; x = Math.Min(x + 64, last))
        {
            Vector512<byte> row0 = Vector512.LoadUnsafe(ref source, (nuint)x), row1 = Vector512.LoadUnsafe(ref source, (nuint)x + offset1);
            Vector512<byte> row2 = Vector512.LoadUnsafe(ref source, (nuint)x + offset2), row3 = Vector512.LoadUnsafe(ref source, (nuint)x + offset3);
            Vector512<ushort> sum0 = Avx512BW.AddSaturate(rounding, Avx512BW.MultiplyHigh(Avx512BW.UnpackLow(zero, row0).AsUInt16(), weight0));
            Vector512<ushort> sum1 = Avx512BW.AddSaturate(rounding, Avx512BW.MultiplyHigh(Avx512BW.UnpackHigh(zero, row0).AsUInt16(), weight0));
            sum0 = Avx512BW.AddSaturate(sum0, Avx512BW.MultiplyHigh(Avx512BW.UnpackLow(zero, row1).AsUInt16(), weight1));
            sum1 = Avx512BW.AddSaturate(sum1, Avx512BW.MultiplyHigh(Avx512BW.UnpackHigh(zero, row1).AsUInt16(), weight1));
            sum0 = Avx512BW.AddSaturate(sum0, Avx512BW.MultiplyHigh(Avx512BW.UnpackLow(zero, row2).AsUInt16(), weight2));
            sum1 = Avx512BW.AddSaturate(sum1, Avx512BW.MultiplyHigh(Avx512BW.UnpackHigh(zero, row2).AsUInt16(), weight2));
            sum0 = Avx512BW.AddSaturate(sum0, Avx512BW.MultiplyHigh(Avx512BW.UnpackLow(zero, row3).AsUInt16(), weight3));
            sum1 = Avx512BW.AddSaturate(sum1, Avx512BW.MultiplyHigh(Avx512BW.UnpackHigh(zero, row3).AsUInt16(), weight3));
            Pack(sum0, sum1).StoreUnsafe(ref destination, (nuint)x);
            if (x == last)
                return;
        }
    }

    private static Vector512<byte> Pack(Vector512<ushort> lower, Vector512<ushort> upper) =>
        Avx512BW.PackUnsignedSaturate(Vector512.ShiftRightLogical(lower, 8).AsInt16(), Vector512.ShiftRightLogical(upper, 8).AsInt16());

    /// <summary>What makes one output row.</summary>
    private readonly ref struct PlaneRow
    {
        public required ReadOnlySpan<byte> Source { get; init; }

        public required Span<byte> Destination { get; init; }

        public required ReadOnlySpan<ushort> Weights { get; init; }

        public required int Taps { get; init; }

        public int Rounding => Half + (Taps / 2);
    }
}
