using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// Horizontal pass of the resize over rows of one plane: each output sample is the rounded, weighted sum of some neighbours in its row.
/// Vectors hold neighbouring outputs (<see cref="PlaneLanes"/>). Writes whole groups of 16: a destination row must have room for them.
/// </summary>
internal static class PlaneHorizontal
{
    private const int Shift = ResizeAxis.PrecisionBits;
    private const int GroupSize = PlaneLanes.GroupSize;
    private const int QuadsPerGroup = GroupSize / PlaneLanes.QuadSize;

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
                PlaneHorizontal512.Run(source, destination, (rows.SourceStride, rows.DestinationStride, together), (axis, lanes));
                row += together - 1;
            }
            else
            {
                // Where the row below can be read too, both share the loads of the weights.
                bool two = row + 1 < rows.Count && source.Length - reach >= rows.SourceStride;
                int wholeRow = lanes.Groups * GroupSize, below = two ? rows.SourceStride : 0, target = two ? rows.DestinationStride : 0;
                RunQuads(source[..(below + reach)], destination[..(target + wholeRow)], (below, target), (axis, lanes, level));
                row += two ? 1 : 0;
            }
        }
    }

    private static void RunQuads(ReadOnlySpan<byte> source, Span<byte> destination, (int Source, int Target) below, (ResizeAxis Axis, PlaneLanes Lanes, SimdLevel Level) plan)
    {
        if (plan.Level >= SimdLevel.Vector256)
            Run256(source, destination, below, (plan.Axis, plan.Lanes));
        else if (plan.Level == SimdLevel.Vector128)
            Run128(source, destination, below, (plan.Axis, plan.Lanes));
        else
            RunPortable(source, destination, below, (plan.Axis, plan.Lanes));
    }

    private static void RunScalar(ReadOnlySpan<byte> source, Span<byte> destination, ResizeAxis axis)
    {
        int pitch = axis.Pitch;
        for (int x = 0; x < destination.Length; x++)
        {
            ReadOnlySpan<int> weights = axis.Weights[x..];
            ReadOnlySpan<byte> taps = source.Slice(axis.Starts[x], axis.Counts[x]);
            int sum = ResizeAxis.Rounding;
            for (int tap = 0; tap < taps.Length; tap++)
                sum += taps[tap] * weights[tap * pitch];
            destination[x] = (byte)Math.Min(sum >> Shift, 255);
        }
    }

    private static void RunPortable(ReadOnlySpan<byte> source, Span<byte> destination, (int Source, int Target) below, (ResizeAxis Axis, PlaneLanes Lanes) plan)
    {
        var (axis, lanes) = plan;
        ref byte samples = ref MemoryMarshal.GetReference(source);
        ref int weights = ref MemoryMarshal.GetReference(axis.Packed);
        ref byte bytes = ref MemoryMarshal.GetReference(lanes.QuadBytesFrom);
        ReadOnlySpan<int> starts = lanes.QuadStarts;
        Vector128<uint> mask = Vector128.Create(0xFFFFu);
        int pairs = lanes.Pairs, quads = lanes.Groups * QuadsPerGroup;
        nuint pitch = (nuint)axis.Pitch;
        for (int quad = 0; quad < quads; quad++)
        {
            Vector128<int> sum0 = Vector128.Create(ResizeAxis.Rounding), sum1 = sum0;
            Vector128<byte> places = Vector128.LoadUnsafe(ref bytes, (nuint)(quad * 16));
            nuint offset = (nuint)starts[quad], weight = (nuint)(quad * PlaneLanes.QuadSize);
            for (int pair = 0; pair < pairs; pair++, weight += 2 * pitch, offset += 2)
            {
                Vector128<uint> both0 = Vector128.Shuffle(Vector128.LoadUnsafe(ref samples, offset), places).AsUInt32();
                Vector128<uint> both1 = Vector128.Shuffle(Vector128.LoadUnsafe(ref samples, offset + (nuint)below.Source), places).AsUInt32();
                Vector128<uint> low = Vector128.LoadUnsafe(ref weights, weight).AsUInt32();
                Vector128<uint> high = Vector128.LoadUnsafe(ref weights, weight + pitch).AsUInt32();
                Vector128<uint> first = (low & mask) + Vector128.ShiftLeft(high & mask, ResizeAxis.LowBits);
                Vector128<uint> second = Vector128.ShiftRightLogical(low, 16) + Vector128.ShiftLeft(Vector128.ShiftRightLogical(high, 16), ResizeAxis.LowBits);
                sum0 += (((both0 & mask) * first) + (Vector128.ShiftRightLogical(both0, 16) * second)).AsInt32();
                sum1 += (((both1 & mask) * first) + (Vector128.ShiftRightLogical(both1, 16) * second)).AsInt32();
            }

            StoreQuad(sum0, destination[(quad * 4)..]);
            StoreQuad(sum1, destination[((quad * 4) + below.Target)..]);
        }
    }

    private static void StoreQuad(Vector128<int> sum, Span<byte> destination)
    {
        Vector128<uint> levels = Vector128.Min(Vector128.ShiftRightArithmetic(sum, Shift), Vector128.Create(255)).AsUInt32();
        Vector128<ushort> words = Vector128.Narrow(levels, levels);
        MemoryMarshal.Write(destination, Vector128.Narrow(words, words).AsUInt32().ToScalar());
    }

    private static void Run128(ReadOnlySpan<byte> source, Span<byte> destination, (int Source, int Target) below, (ResizeAxis Axis, PlaneLanes Lanes) plan)
    {
        var (axis, lanes) = plan;
        ref byte samples = ref MemoryMarshal.GetReference(source);
        ref int weights = ref MemoryMarshal.GetReference(axis.Packed);
        ref byte bytes = ref MemoryMarshal.GetReference(lanes.QuadBytesFrom);
        ref int start = ref MemoryMarshal.GetReference(lanes.QuadStarts);
        int pairs = lanes.Pairs, quads = lanes.Groups * QuadsPerGroup;
        nint pitch = axis.Pitch, second = below.Source;
        for (int quad = 0; quad < quads; quad++)
        {
            Vector128<byte> places = Vector128.LoadUnsafe(ref bytes, (nuint)(quad * 16));
            Vector128<int> low0 = Vector128.Create(ResizeAxis.Rounding), low1 = low0, high0 = Vector128<int>.Zero, high1 = high0;
            ref byte first = ref Unsafe.Add(ref samples, Unsafe.Add(ref start, quad));
            ref int weight = ref Unsafe.Add(ref weights, quad * PlaneLanes.QuadSize);
            for (int pair = 0; pair < pairs; pair++)
            {
                Vector128<short> lowWeights = Vector128.LoadUnsafe(ref weight).AsInt16(), highWeights = Vector128.LoadUnsafe(ref weight, (nuint)pitch).AsInt16();
                Vector128<short> two0 = Ssse3.Shuffle(Vector128.LoadUnsafe(ref first), places).AsInt16();
                Vector128<short> two1 = Ssse3.Shuffle(Vector128.LoadUnsafe(ref Unsafe.Add(ref first, second)), places).AsInt16();
                low0 += Sse2.MultiplyAddAdjacent(two0, lowWeights);
                high0 += Sse2.MultiplyAddAdjacent(two0, highWeights);
                low1 += Sse2.MultiplyAddAdjacent(two1, lowWeights);
                high1 += Sse2.MultiplyAddAdjacent(two1, highWeights);
                first = ref Unsafe.Add(ref first, 2);
                weight = ref Unsafe.Add(ref weight, 2 * pitch);
            }

            Vector128<short> words0 = Sse2.PackSignedSaturate(Level(low0, high0), Level(low1, high1));
            ulong both = Sse2.PackUnsignedSaturate(words0, words0).AsUInt64().ToScalar();
            MemoryMarshal.Write(destination[(quad * 4)..], (uint)both);
            MemoryMarshal.Write(destination[((quad * 4) + below.Target)..], (uint)(both >> 32));
        }
    }

    private static void Run256(ReadOnlySpan<byte> source, Span<byte> destination, (int Source, int Target) below, (ResizeAxis Axis, PlaneLanes Lanes) plan)
    {
        var (axis, lanes) = plan;
        ref byte samples = ref MemoryMarshal.GetReference(source);
        ref int weights = ref MemoryMarshal.GetReference(axis.Packed);
        ref byte bytes = ref MemoryMarshal.GetReference(lanes.QuadBytesFrom);
        ref int start = ref MemoryMarshal.GetReference(lanes.QuadStarts);
        int pairs = lanes.Pairs, quads = lanes.Groups * QuadsPerGroup;
        nint pitch = axis.Pitch, second = below.Source;
        for (int quad = 0; quad < quads; quad += 2)
        {
            Vector256<byte> places = Vector256.LoadUnsafe(ref bytes, (nuint)(quad * 16));
            Vector256<int> low0 = Vector256.Create(ResizeAxis.Rounding), low1 = low0, high0 = Vector256<int>.Zero, high1 = high0;
            ref byte left = ref Unsafe.Add(ref samples, Unsafe.Add(ref start, quad)), right = ref Unsafe.Add(ref samples, Unsafe.Add(ref start, quad + 1));
            ref int weight = ref Unsafe.Add(ref weights, quad * PlaneLanes.QuadSize);
            for (int pair = 0; pair < pairs; pair++)
            {
                Vector256<short> lowWeights = Vector256.LoadUnsafe(ref weight).AsInt16(), highWeights = Vector256.LoadUnsafe(ref weight, (nuint)pitch).AsInt16();
                Vector256<short> two0 = Avx2.Shuffle(Vector256.Create(Vector128.LoadUnsafe(ref left), Vector128.LoadUnsafe(ref right)), places).AsInt16();
                Vector256<byte> bytes1 = Vector256.Create(Vector128.LoadUnsafe(ref Unsafe.Add(ref left, second)), Vector128.LoadUnsafe(ref Unsafe.Add(ref right, second)));
                Vector256<short> two1 = Avx2.Shuffle(bytes1, places).AsInt16();
                low0 += Avx2.MultiplyAddAdjacent(two0, lowWeights);
                high0 += Avx2.MultiplyAddAdjacent(two0, highWeights);
                low1 += Avx2.MultiplyAddAdjacent(two1, lowWeights);
                high1 += Avx2.MultiplyAddAdjacent(two1, highWeights);
                left = ref Unsafe.Add(ref left, 2);
                right = ref Unsafe.Add(ref right, 2);
                weight = ref Unsafe.Add(ref weight, 2 * pitch);
            }

            // The lower halves hold the left quads of both rows, the upper halves the right ones.
            Vector256<short> words = Avx2.PackSignedSaturate(Level(low0, high0), Level(low1, high1));
            Vector128<uint> levels = Sse2.PackUnsignedSaturate(words.GetLower(), words.GetUpper()).AsUInt32();
            Vector128<ulong> rows = Vector128.Shuffle(levels, Vector128.Create(0u, 2, 1, 3)).AsUInt64();
            MemoryMarshal.Write(destination[((quad * 4) + below.Target)..], rows.GetElement(1));
            MemoryMarshal.Write(destination[(quad * 4)..], rows.ToScalar());
        }
    }

    private static Vector128<int> Level(Vector128<int> low, Vector128<int> high) =>
        Vector128.ShiftRightArithmetic(low + Vector128.ShiftLeft(high, ResizeAxis.LowBits), Shift);

    private static Vector256<int> Level(Vector256<int> low, Vector256<int> high) =>
        Vector256.ShiftRightArithmetic(low + Vector256.ShiftLeft(high, ResizeAxis.LowBits), Shift);
}
