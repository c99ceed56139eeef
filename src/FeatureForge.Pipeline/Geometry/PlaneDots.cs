using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>The horizontal pass over a plane where the scale is large: every output is a dot product of many samples in a row.</summary>
internal static class PlaneDots
{
    private const int Step = PlaneLanes.DotStep;

    /// <summary>Makes one row.</summary>
    /// <param name="source">The row, as far as <see cref="PlaneLanes.Reach"/>.</param>
    /// <param name="destination">Output row.</param>
    /// <param name="axis">Weights.</param>
    /// <param name="lanes">The same weights, arranged as dot products.</param>
    /// <param name="level">Which twin runs; not the scalar one.</param>
    public static void Run(ReadOnlySpan<byte> source, Span<byte> destination, ResizeAxis axis, PlaneLanes lanes, SimdLevel level)
    {
        ref byte samples = ref MemoryMarshal.GetReference(source);
        ReadOnlySpan<int> starts = axis.Starts;
        for (int x = 0; x < destination.Length; x++)
        {
            ref byte first = ref Unsafe.Add(ref samples, starts[x]);
            int sum = level switch
            {
                SimdLevel.Portable => SumPortable(ref first, x * lanes.DotTaps, lanes),
                SimdLevel.Vector128 => Sum128(ref first, x * lanes.DotTaps, lanes),
                _ => Sum256(ref first, x * lanes.DotTaps, lanes),
            };
            destination[x] = (byte)Math.Min((ResizeAxis.Rounding + sum) >> ResizeAxis.PrecisionBits, 255);
        }
    }

    private static int SumPortable(ref byte samples, int weight, PlaneLanes lanes)
    {
        ref short low = ref MemoryMarshal.GetReference(lanes.DotLow);
        ref short high = ref MemoryMarshal.GetReference(lanes.DotHigh);
        Vector128<int> sum = Vector128<int>.Zero;
        for (int tap = 0; tap < lanes.DotTaps; tap += 8)
        {
            nuint place = (nuint)(weight + tap);
            (Vector128<int> low0, Vector128<int> low1) = Vector128.Widen(Vector128.LoadUnsafe(ref low, place));
            (Vector128<int> high0, Vector128<int> high1) = Vector128.Widen(Vector128.LoadUnsafe(ref high, place));
            Vector128<ushort> words = Vector128.WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(
                ref Unsafe.Add(ref samples, tap))).AsByte());
            (Vector128<uint> first, Vector128<uint> second) = Vector128.Widen(words);
            sum += first.AsInt32() * (low0 + Vector128.ShiftLeft(high0, ResizeAxis.LowBits));
            sum += second.AsInt32() * (low1 + Vector128.ShiftLeft(high1, ResizeAxis.LowBits));
        }

        return Vector128.Sum(sum);
    }

    private static int Sum128(ref byte samples, int weight, PlaneLanes lanes)
    {
        ref short lowWeight = ref MemoryMarshal.GetReference(lanes.DotLow);
        ref short highWeight = ref MemoryMarshal.GetReference(lanes.DotHigh);
        Vector128<int> low = Vector128<int>.Zero, high = low;
        for (int tap = 0; tap < lanes.DotTaps; tap += Step)
        {
            nuint place = (nuint)(weight + tap);
            (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(Vector128.LoadUnsafe(ref samples, (nuint)tap));
            low += Sse2.MultiplyAddAdjacent(lower.AsInt16(), Vector128.LoadUnsafe(ref lowWeight, place));
            low += Sse2.MultiplyAddAdjacent(upper.AsInt16(), Vector128.LoadUnsafe(ref lowWeight, place + 8));
            high += Sse2.MultiplyAddAdjacent(lower.AsInt16(), Vector128.LoadUnsafe(ref highWeight, place));
            high += Sse2.MultiplyAddAdjacent(upper.AsInt16(), Vector128.LoadUnsafe(ref highWeight, place + 8));
        }

        return Vector128.Sum(low + Vector128.ShiftLeft(high, ResizeAxis.LowBits));
    }

    private static int Sum256(ref byte samples, int weight, PlaneLanes lanes)
    {
        ref short lowWeight = ref MemoryMarshal.GetReference(lanes.DotLow);
        ref short highWeight = ref MemoryMarshal.GetReference(lanes.DotHigh);
        Vector256<int> low = Vector256<int>.Zero, high = low;
        for (int tap = 0; tap < lanes.DotTaps; tap += Step)
        {
            Vector256<short> words = Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref samples, (nuint)tap));
            low += Avx2.MultiplyAddAdjacent(words, Vector256.LoadUnsafe(ref lowWeight, (nuint)(weight + tap)));
            high += Avx2.MultiplyAddAdjacent(words, Vector256.LoadUnsafe(ref highWeight, (nuint)(weight + tap)));
        }

        return Vector256.Sum(low + Vector256.ShiftLeft(high, ResizeAxis.LowBits));
    }
}
