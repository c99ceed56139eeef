using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// Horizontal pass of the resize over rows of one plane: each output sample is the rounded, weighted sum of some neighbours in its row.
/// Vectors hold neighbouring outputs (<see cref="PlaneLanes"/>). Writes whole groups of 16: a destination row must have room for them.
/// </summary>
internal static class PlaneHorizontal
{
    private const int Shift = ResizeAxis.PrecisionBits;
    private const int GroupSize = PlaneLanes.GroupSize;

    /// <summary>Runs the pass over some rows.</summary>
    /// <param name="rows">Rows of a plane.</param>
    /// <param name="axis">Weights.</param>
    /// <param name="lanes">The same weights, arranged, and room for a row.</param>
    /// <param name="level">Which twin runs.</param>
    public static void Run(in ResizeRows rows, ResizeAxis axis, PlaneLanes lanes, SimdLevel level)
    {
        int reach = lanes.Reach;
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<byte> source = rows.Source[(row * rows.SourceStride)..];
            Span<byte> destination = rows.Destination[(row * rows.DestinationStride)..];
            if (level == SimdLevel.Scalar)
            {
                RunScalar(source, destination[..rows.RowBytes], axis);
                continue;
            }

            // Whole vectors reach beyond the last row of a band: that one is made from a copy with room behind it.
            if (source.Length < reach)
                source = lanes.CopyWithRoom(source[..Math.Min(source.Length, axis.End)], reach);
            if (!lanes.AreClose)
            {
                PlaneDots.Run(source[..reach], destination[..rows.RowBytes], axis, lanes, level);
            }
            else if (lanes.IsWide)
            {
                int together = Math.Min(PlaneHorizontal512.MostRows, Math.Min(rows.Count - row, 1 + ((source.Length - reach) / rows.SourceStride)));
                PlaneHorizontal512.Run(source, destination, (rows.SourceStride, rows.DestinationStride, together), lanes);
                row += together - 1;
            }
            else
            {
                RunQuads(source[..reach], destination[..(lanes.Groups * GroupSize)], lanes, level);
            }
        }
    }

    private static void RunQuads(ReadOnlySpan<byte> source, Span<byte> destination, PlaneLanes lanes, SimdLevel level)
    {
        if (level >= SimdLevel.Vector256)
            Run256(source, destination, lanes);
        else if (level == SimdLevel.Vector128)
            Run128(source, destination, lanes);
        else
            RunPortable(source, destination, lanes);
    }

    private static void RunScalar(ReadOnlySpan<byte> source, Span<byte> destination, ResizeAxis axis)
    {
        int stride = axis.Blocks * ResizeAxis.TapsPerBlock;
        for (int x = 0; x < destination.Length; x++)
        {
            ReadOnlySpan<int> weights = axis.Weights.Slice(x * stride, axis.Counts[x]);
            ReadOnlySpan<byte> taps = source.Slice(axis.Starts[x], weights.Length);
            int sum = ResizeAxis.Rounding;
            for (int tap = 0; tap < weights.Length; tap++)
                sum += taps[tap] * weights[tap];
            destination[x] = (byte)Math.Min(sum >> Shift, 255);
        }
    }

    private static void RunPortable(ReadOnlySpan<byte> source, Span<byte> destination, PlaneLanes lanes)
    {
        ref byte samples = ref MemoryMarshal.GetReference(source);
        ref int weights = ref MemoryMarshal.GetReference(lanes.Weights);
        ref byte bytes = ref MemoryMarshal.GetReference(lanes.QuadBytesFrom);
        ReadOnlySpan<int> starts = lanes.QuadStarts;
        Vector128<uint> mask = Vector128.Create(0xFFFFu);
        int pairs = lanes.Pairs, quads = destination.Length / PlaneLanes.QuadSize;
        for (int quad = 0; quad < quads; quad++)
        {
            Vector128<int> sum = Vector128.Create(ResizeAxis.Rounding);
            Vector128<byte> places = Vector128.LoadUnsafe(ref bytes, (nuint)(quad * 16));
            nuint weight = FirstWeight(pairs, quad);
            nuint offset = (nuint)starts[quad];
            for (int pair = 0; pair < pairs; pair++, weight += 2 * GroupSize, offset += 2)
            {
                Vector128<uint> both = Vector128.Shuffle(Vector128.LoadUnsafe(ref samples, offset), places).AsUInt32();
                Vector128<uint> low = Vector128.LoadUnsafe(ref weights, weight).AsUInt32();
                Vector128<uint> high = Vector128.LoadUnsafe(ref weights, weight + GroupSize).AsUInt32();
                Vector128<uint> first = (low & mask) + Vector128.ShiftLeft(high & mask, ResizeAxis.LowBits);
                Vector128<uint> second = Vector128.ShiftRightLogical(low, 16) + Vector128.ShiftLeft(Vector128.ShiftRightLogical(high, 16), ResizeAxis.LowBits);
                sum += (((both & mask) * first) + (Vector128.ShiftRightLogical(both, 16) * second)).AsInt32();
            }

            Vector128<uint> levels = Vector128.Min(Vector128.ShiftRightArithmetic(sum, Shift), Vector128.Create(255)).AsUInt32();
            Vector128<ushort> words = Vector128.Narrow(levels, levels);
            MemoryMarshal.Write(destination[(quad * 4)..], Vector128.Narrow(words, words).AsUInt32().ToScalar());
        }
    }

    private static void Run128(ReadOnlySpan<byte> source, Span<byte> destination, PlaneLanes lanes)
    {
        ref byte samples = ref MemoryMarshal.GetReference(source);
        ref int weights = ref MemoryMarshal.GetReference(lanes.Weights);
        ref byte bytes = ref MemoryMarshal.GetReference(lanes.QuadBytesFrom);
        ref int start = ref MemoryMarshal.GetReference(lanes.QuadStarts);
        int pairs = lanes.Pairs, quads = destination.Length / PlaneLanes.QuadSize;
        for (int quad = 0; quad < quads; quad++)
        {
            Vector128<byte> places = Vector128.LoadUnsafe(ref bytes, (nuint)(quad * 16));
            Vector128<int> low = Vector128.Create(ResizeAxis.Rounding), high = Vector128<int>.Zero;
            nuint offset = (nuint)Unsafe.Add(ref start, quad);
            nuint weight = FirstWeight(pairs, quad);
            for (int pair = 0; pair < pairs; pair++, weight += 2 * GroupSize, offset += 2)
            {
                Vector128<short> two = Ssse3.Shuffle(Vector128.LoadUnsafe(ref samples, offset), places).AsInt16();
                low += Sse2.MultiplyAddAdjacent(two, Vector128.LoadUnsafe(ref weights, weight).AsInt16());
                high += Sse2.MultiplyAddAdjacent(two, Vector128.LoadUnsafe(ref weights, weight + GroupSize).AsInt16());
            }

            Vector128<int> levels = Vector128.ShiftRightArithmetic(low + Vector128.ShiftLeft(high, ResizeAxis.LowBits), Shift);
            Vector128<short> words = Sse2.PackSignedSaturate(levels, levels);
            MemoryMarshal.Write(destination[(quad * 4)..], Sse2.PackUnsignedSaturate(words, words).AsUInt32().ToScalar());
        }
    }

    private static void Run256(ReadOnlySpan<byte> source, Span<byte> destination, PlaneLanes lanes)
    {
        ref byte samples = ref MemoryMarshal.GetReference(source);
        ref int weights = ref MemoryMarshal.GetReference(lanes.Weights);
        ref byte bytes = ref MemoryMarshal.GetReference(lanes.QuadBytesFrom);
        ref int start = ref MemoryMarshal.GetReference(lanes.QuadStarts);
        int pairs = lanes.Pairs, quads = destination.Length / PlaneLanes.QuadSize;
        for (int quad = 0; quad < quads; quad += 2)
        {
            Vector256<byte> places = Vector256.LoadUnsafe(ref bytes, (nuint)(quad * 16));
            Vector256<int> low = Vector256.Create(ResizeAxis.Rounding), high = Vector256<int>.Zero;
            nuint offset0 = (nuint)Unsafe.Add(ref start, quad), offset1 = (nuint)Unsafe.Add(ref start, quad + 1);
            nuint weight = FirstWeight(pairs, quad);
            for (int pair = 0; pair < pairs; pair++, weight += 2 * GroupSize, offset0 += 2, offset1 += 2)
            {
                Vector256<byte> loaded = Vector256.Create(Vector128.LoadUnsafe(ref samples, offset0), Vector128.LoadUnsafe(ref samples, offset1));
                Vector256<short> two = Avx2.Shuffle(loaded, places).AsInt16();
                low += Avx2.MultiplyAddAdjacent(two, Vector256.LoadUnsafe(ref weights, weight).AsInt16());
                high += Avx2.MultiplyAddAdjacent(two, Vector256.LoadUnsafe(ref weights, weight + GroupSize).AsInt16());
            }

            Vector256<int> levels = Vector256.ShiftRightArithmetic(low + Vector256.ShiftLeft(high, ResizeAxis.LowBits), Shift);
            Vector128<short> words = Sse2.PackSignedSaturate(levels.GetLower(), levels.GetUpper());
            MemoryMarshal.Write(destination[(quad * 4)..], Sse2.PackUnsignedSaturate(words, words).AsUInt64().ToScalar());
        }
    }

    private static nuint FirstWeight(int pairs, int quad) => (nuint)((quad / 4 * pairs * 2 * GroupSize) + (quad % 4 * 4));
}
