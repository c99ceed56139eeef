using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// The horizontal pass over a plane in 512 bits: a permute hands each of 16 outputs two of its samples, a multiply-and-add weighs them.
/// The weights of a group serve four rows, because the pass is bound by loads.
/// </summary>
internal static class PlaneHorizontal512
{
    /// <summary>Rows made at once.</summary>
    public const int MostRows = 4;

    private const int GroupSize = PlaneLanes.GroupSize;

    /// <summary>Makes some rows.</summary>
    /// <param name="source">The first row and all that follows it, readable as far as <see cref="PlaneLanes.Reach"/> in the last one.</param>
    /// <param name="destination">The first output row, and all that follows it.</param>
    /// <param name="rows">Bytes from one row to the next, and how many, 1 to <see cref="MostRows"/>.</param>
    /// <param name="plan">Weights, and how they are arranged.</param>
    public static void Run(ReadOnlySpan<byte> source, Span<byte> destination, (int Source, int Destination, int Count) rows, (ResizeAxis Axis, PlaneLanes Lanes) plan)
    {
        if (plan.Lanes.AreHalved)
            RunHalves(source, destination, rows, plan);
        else
            RunGroups(source, destination, rows, plan);
    }

    private static void RunGroups(ReadOnlySpan<byte> source, Span<byte> destination, (int Source, int Destination, int Count) rows, (ResizeAxis Axis, PlaneLanes Lanes) plan)
    {
        var (axis, lanes) = plan;
        // Slicing proves that the last row stays inside. Rows that are missing are the last one again.
        int last = rows.Count - 1, second = Math.Min(1, last), third = Math.Min(2, last), groups = lanes.Groups;
        ref byte samples = ref MemoryMarshal.GetReference(source[..((last * rows.Source) + lanes.Reach)]);
        ref byte target = ref MemoryMarshal.GetReference(destination[..((last * rows.Destination) + (groups * GroupSize))]);
        nint source1 = second * rows.Source, source2 = third * rows.Source, source3 = last * rows.Source;
        nint target1 = second * rows.Destination, target2 = third * rows.Destination, target3 = last * rows.Destination;
        ref int weights = ref MemoryMarshal.GetReference(axis.Packed);
        int pitch = axis.Pitch;
        ref byte bytes = ref MemoryMarshal.GetReference(lanes.GroupBytesFrom);
        ref int start = ref MemoryMarshal.GetReference(lanes.HalfStarts);
        int pairs = lanes.Pairs, pairsPerLoad = lanes.PairsPerLoad;
        Vector512<byte> next = Vector512.Create((byte)2);
        Vector512<short> mask = Vector512.Create((short)0xFF);
        for (int group = 0; group < groups; group++)
        {
            Vector512<byte> places = default;
            ref int weight = ref Unsafe.Add(ref weights, group * GroupSize);
            Vector512<int> low0 = Vector512.Create(ResizeAxis.Rounding), low1 = low0, low2 = low0, low3 = low0;
            Vector512<int> high0 = Vector512<int>.Zero, high1 = high0, high2 = high0, high3 = high0;
            ref byte first = ref Unsafe.Add(ref samples, Unsafe.Add(ref start, 2 * group));
            Vector512<byte> bytes0 = default, bytes1 = default, bytes2 = default, bytes3 = default;
            for (int pair = 0, loaded = 0; pair < pairs; pair++, loaded--, places += next)
            {
                if (loaded == 0)
                {
                    loaded = pairsPerLoad;
                    places = Vector512.LoadUnsafe(ref bytes, (nuint)(group * 64));
                    bytes0 = Vector512.LoadUnsafe(ref first);
                    bytes1 = Vector512.LoadUnsafe(ref Unsafe.Add(ref first, source1));
                    bytes2 = Vector512.LoadUnsafe(ref Unsafe.Add(ref first, source2));
                    bytes3 = Vector512.LoadUnsafe(ref Unsafe.Add(ref first, source3));
                    first = ref Unsafe.Add(ref first, 2 * pairsPerLoad);
                }

                Vector512<short> lowWeights = Vector512.LoadUnsafe(ref weight).AsInt16(), highWeights = Vector512.LoadUnsafe(ref weight, (nuint)pitch).AsInt16();
                Vector512<short> two0 = Avx512Vbmi.PermuteVar64x8(bytes0, places).AsInt16() & mask;
                Vector512<short> two1 = Avx512Vbmi.PermuteVar64x8(bytes1, places).AsInt16() & mask;
                Vector512<short> two2 = Avx512Vbmi.PermuteVar64x8(bytes2, places).AsInt16() & mask;
                Vector512<short> two3 = Avx512Vbmi.PermuteVar64x8(bytes3, places).AsInt16() & mask;
                low0 += Avx512BW.MultiplyAddAdjacent(two0, lowWeights);
                high0 += Avx512BW.MultiplyAddAdjacent(two0, highWeights);
                low1 += Avx512BW.MultiplyAddAdjacent(two1, lowWeights);
                high1 += Avx512BW.MultiplyAddAdjacent(two1, highWeights);
                low2 += Avx512BW.MultiplyAddAdjacent(two2, lowWeights);
                high2 += Avx512BW.MultiplyAddAdjacent(two2, highWeights);
                low3 += Avx512BW.MultiplyAddAdjacent(two3, lowWeights);
                high3 += Avx512BW.MultiplyAddAdjacent(two3, highWeights);
                weight = ref Unsafe.Add(ref weight, 2 * pitch);
            }

            ref byte output = ref Unsafe.Add(ref target, group * GroupSize);
            Level(low0, high0).StoreUnsafe(ref output);
            Level(low1, high1).StoreUnsafe(ref Unsafe.Add(ref output, target1));
            Level(low2, high2).StoreUnsafe(ref Unsafe.Add(ref output, target2));
            Level(low3, high3).StoreUnsafe(ref Unsafe.Add(ref output, target3));
        }
    }

    /// <summary>Where the scale is too large for one load, the second half of a group has its own.</summary>
    private static void RunHalves(ReadOnlySpan<byte> source, Span<byte> destination, (int Source, int Destination, int Count) rows, (ResizeAxis Axis, PlaneLanes Lanes) plan)
    {
        PlaneLanes lanes = plan.Lanes;
        int last = rows.Count - 1, groups = lanes.Groups;
        ref byte samples = ref MemoryMarshal.GetReference(source[..((last * rows.Source) + lanes.Reach)]);
        ref byte target = ref MemoryMarshal.GetReference(destination[..((last * rows.Destination) + (groups * GroupSize))]);
        for (int row = 0; row < rows.Count; row++)
            RunHalves(ref Unsafe.Add(ref samples, row * rows.Source), ref Unsafe.Add(ref target, row * rows.Destination), plan);
    }

    private static void RunHalves(ref byte samples, ref byte target, (ResizeAxis Axis, PlaneLanes Lanes) plan)
    {
        var (axis, lanes) = plan;
        ref int weights = ref MemoryMarshal.GetReference(axis.Packed);
        int pitch = axis.Pitch;
        ref byte bytes = ref MemoryMarshal.GetReference(lanes.GroupBytesFrom);
        ref int start = ref MemoryMarshal.GetReference(lanes.HalfStarts);
        int pairs = lanes.Pairs, pairsPerLoad = lanes.PairsPerLoad, groups = lanes.Groups;
        Vector512<short> mask = Vector512.Create((short)0xFF);
        Vector512<byte> next = Vector512.Create((byte)2);
        for (int group = 0; group < groups; group++)
        {
            ref int weight = ref Unsafe.Add(ref weights, group * GroupSize);
            Vector512<int> low = Vector512.Create(ResizeAxis.Rounding), high = Vector512<int>.Zero;
            ref byte first = ref Unsafe.Add(ref samples, Unsafe.Add(ref start, 2 * group));
            ref byte second = ref Unsafe.Add(ref samples, Unsafe.Add(ref start, (2 * group) + 1));
            for (int pair = 0; pair < pairs; pair += pairsPerLoad)
            {
                Vector512<byte> places = Vector512.LoadUnsafe(ref bytes, (nuint)(group * 64));
                Vector512<byte> bytes0 = Vector512.LoadUnsafe(ref first, (nuint)(2 * pair)), bytes1 = Vector512.LoadUnsafe(ref second, (nuint)(2 * pair));
                for (int i = Math.Min(pairsPerLoad, pairs - pair); i > 0; i--, places += next)
                {
                    Vector512<short> two = Avx512Vbmi.PermuteVar64x8x2(bytes0, places, bytes1).AsInt16() & mask;
                    low += Avx512BW.MultiplyAddAdjacent(two, Vector512.LoadUnsafe(ref weight).AsInt16());
                    high += Avx512BW.MultiplyAddAdjacent(two, Vector512.LoadUnsafe(ref weight, (nuint)pitch).AsInt16());
                    weight = ref Unsafe.Add(ref weight, 2 * pitch);
                }
            }

            Level(low, high).StoreUnsafe(ref Unsafe.Add(ref target, group * GroupSize));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Level(Vector512<int> low, Vector512<int> high) => Avx512F.ConvertToVector128ByteWithSaturation(
        Vector512.ShiftRightArithmetic(low + Vector512.ShiftLeft(high, ResizeAxis.LowBits), ResizeAxis.PrecisionBits).AsUInt32());
}
