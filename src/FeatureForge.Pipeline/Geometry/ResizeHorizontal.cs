using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// Horizontal pass of the output resize: each output pixel is the rounded, weighted sum of some neighbours in its row.
/// Vectors hold the same pixel of one row, or of two side by side, so the weights are broadcast and need no shuffling. Four rows
/// in 512 bits were slower than two in 256: the pass is bound by loads, and gathering four rows takes as many.
/// Writes 4 bytes per pixel, left to right: a destination row must have at least one byte to spare at its end.
/// </summary>
internal static class ResizeHorizontal
{
    private const int Shift = ResizeAxis.PrecisionBits;

    // Bytes of taps 0 and 1 (then 2 and 3) as 16-bit pairs red, green, blue, and an empty pair. 255 gives zero.
    private static Vector128<byte> Taps01 => Vector128.Create((byte)0, 255, 3, 255, 1, 255, 4, 255, 2, 255, 5, 255, 255, 255, 255, 255);

    private static Vector128<byte> Taps23 => Vector128.Create((byte)6, 255, 9, 255, 7, 255, 10, 255, 8, 255, 11, 255, 255, 255, 255, 255);

    /// <summary>Runs the pass over some rows.</summary>
    /// <param name="rows">Rows; the destination rows need one byte to spare.</param>
    /// <param name="axis">Weights.</param>
    /// <param name="level">Which twin runs.</param>
    public static void Run(in ResizeRows rows, ResizeAxis axis, SimdLevel level)
    {
        int row = 0;
        for (; level >= SimdLevel.Vector256 && row + 2 <= rows.Count; row += 2)
            Finish(rows, row, 2, axis, RunTwo(rows, row, axis));
        for (; row < rows.Count; row++)
        {
            int made = level switch
            {
                SimdLevel.Scalar => 0,
                SimdLevel.Portable => RunPortable(rows, row, axis),
                _ => RunOne(rows, row, axis),
            };
            Finish(rows, row, 1, axis, made);
        }
    }

    /// <summary>The last pixels of rows, where reading whole blocks would leave the band.</summary>
    private static void Finish(in ResizeRows rows, int first, int count, ResizeAxis axis, int made)
    {
        for (int row = first; made < axis.OutputSize && row < first + count; row++)
            RunScalar(rows, row, axis, made);
    }

    private static void RunScalar(in ResizeRows rows, int row, ResizeAxis axis, int firstOutput)
    {
        ReadOnlySpan<byte> source = rows.Source[(row * rows.SourceStride)..];
        Span<byte> destination = rows.Destination.Slice(row * rows.DestinationStride, rows.RowBytes);
        int stride = axis.Blocks * ResizeAxis.TapsPerBlock;
        for (int x = firstOutput; x < axis.OutputSize; x++)
        {
            ReadOnlySpan<int> weights = axis.Weights.Slice(x * stride, axis.Counts[x]);
            ReadOnlySpan<byte> taps = source[(axis.Starts[x] * 3)..];
            int red = ResizeAxis.Rounding;
            int green = ResizeAxis.Rounding;
            int blue = ResizeAxis.Rounding;
            for (int tap = 0; tap < weights.Length; tap++)
            {
                red += taps[tap * 3] * weights[tap];
                green += taps[(tap * 3) + 1] * weights[tap];
                blue += taps[(tap * 3) + 2] * weights[tap];
            }

            destination[x * 3] = (byte)Math.Min(red >> Shift, 255);
            destination[(x * 3) + 1] = (byte)Math.Min(green >> Shift, 255);
            destination[(x * 3) + 2] = (byte)Math.Min(blue >> Shift, 255);
        }
    }

    private static int Readable(in ResizeRows rows, int lastRow, ResizeAxis axis) =>
        axis.OutputsWithin(rows.Source.Length - (lastRow * rows.SourceStride));

    private static ref byte DestinationRow(in ResizeRows rows, int row, int count)
    {
        // Slicing proves that the 4-byte stores of the last row stay inside.
        Span<byte> checkedRows = rows.Destination.Slice(row * rows.DestinationStride, ((count - 1) * rows.DestinationStride) + rows.RowBytes + 1);
        return ref MemoryMarshal.GetReference(checkedRows);
    }

    private static int RunPortable(in ResizeRows rows, int row, ResizeAxis axis)
    {
        int outputs = Readable(rows, row, axis);
        ref byte source = ref MemoryMarshal.GetReference(rows.Source[(row * rows.SourceStride)..]);
        ref byte destination = ref DestinationRow(rows, row, 1);
        ref int weight = ref MemoryMarshal.GetReference(axis.Weights);
        int taps = axis.Blocks * ResizeAxis.TapsPerBlock;
        for (int x = 0; x < outputs; x++)
        {
            Vector128<int> sum = Vector128.Create(ResizeAxis.Rounding);
            nuint offset = (nuint)(axis.Starts[x] * 3);
            for (int tap = 0; tap < taps; tap++)
            {
                uint pixel = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, offset));
                Vector128<int> channels = Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(pixel).AsByte())).AsInt32();
                sum += channels * weight;
                weight = ref Unsafe.Add(ref weight, 1);
                offset += 3;
            }

            Vector128<int> levels = Vector128.Min(Vector128.ShiftRightArithmetic(sum, Shift), Vector128.Create(255));
            uint packed = Vector128.Narrow(Vector128.Narrow(levels.AsUInt32(), levels.AsUInt32()), Vector128<ushort>.Zero).AsUInt32().ToScalar();
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, (nuint)x * 3), packed);
        }

        return outputs;
    }

    private static int RunOne(in ResizeRows rows, int row, ResizeAxis axis)
    {
        int outputs = Readable(rows, row, axis);
        ref byte source = ref MemoryMarshal.GetReference(rows.Source[(row * rows.SourceStride)..]);
        ref byte destination = ref DestinationRow(rows, row, 1);
        ref int weight = ref MemoryMarshal.GetReference(axis.Packed);
        ref int start = ref MemoryMarshal.GetReference(axis.Starts);
        int blocks = axis.Blocks;
        for (int x = 0; x < outputs; x++)
        {
            Vector128<int> low = Vector128.Create(ResizeAxis.Rounding);
            Vector128<int> high = Vector128<int>.Zero;
            nuint offset = (nuint)Unsafe.Add(ref start, x) * 3;
            for (int block = 0; block < blocks; block++)
            {
                Vector128<byte> pixels = Vector128.LoadUnsafe(ref source, offset);
                Vector128<short> first = Ssse3.Shuffle(pixels, Taps01).AsInt16();
                Vector128<short> second = Ssse3.Shuffle(pixels, Taps23).AsInt16();
                low += Sse2.MultiplyAddAdjacent(first, Vector128.Create(weight).AsInt16());
                low += Sse2.MultiplyAddAdjacent(second, Vector128.Create(Unsafe.Add(ref weight, 1)).AsInt16());
                high += Sse2.MultiplyAddAdjacent(first, Vector128.Create(Unsafe.Add(ref weight, 2)).AsInt16());
                high += Sse2.MultiplyAddAdjacent(second, Vector128.Create(Unsafe.Add(ref weight, 3)).AsInt16());
                weight = ref Unsafe.Add(ref weight, ResizeAxis.TapsPerBlock);
                offset += ResizeAxis.TapsPerBlock * 3;
            }

            Vector128<int> levels = Vector128.ShiftRightArithmetic(low + Vector128.ShiftLeft(high, ResizeAxis.LowBits), Shift);
            Vector128<short> words = Sse2.PackSignedSaturate(levels, levels);
            uint packed = Sse2.PackUnsignedSaturate(words, words).AsUInt32().ToScalar();
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, (nuint)x * 3), packed);
        }

        return outputs;
    }

    private static int RunTwo(in ResizeRows rows, int row, ResizeAxis axis)
    {
        int outputs = Readable(rows, row + 1, axis);
        ref byte source = ref MemoryMarshal.GetReference(rows.Source[(row * rows.SourceStride)..]);
        ref byte destination = ref DestinationRow(rows, row, 2);
        ref int weight = ref MemoryMarshal.GetReference(axis.Packed);
        ref int start = ref MemoryMarshal.GetReference(axis.Starts);
        nuint stride = (nuint)rows.SourceStride;
        nuint destinationStride = (nuint)rows.DestinationStride;
        Vector256<byte> taps01 = Vector256.Create(Taps01, Taps01);
        Vector256<byte> taps23 = Vector256.Create(Taps23, Taps23);
        int blocks = axis.Blocks;
        for (int x = 0; x < outputs; x++)
        {
            Vector256<int> low = Vector256.Create(ResizeAxis.Rounding);
            Vector256<int> high = Vector256<int>.Zero;
            nuint offset = (nuint)Unsafe.Add(ref start, x) * 3;
            for (int block = 0; block < blocks; block++)
            {
                Vector256<byte> pixels = Vector256.Create(Vector128.LoadUnsafe(ref source, offset), Vector128.LoadUnsafe(ref source, offset + stride));
                Vector256<short> first = Avx2.Shuffle(pixels, taps01).AsInt16();
                Vector256<short> second = Avx2.Shuffle(pixels, taps23).AsInt16();
                low += Avx2.MultiplyAddAdjacent(first, Vector256.Create(weight).AsInt16());
                low += Avx2.MultiplyAddAdjacent(second, Vector256.Create(Unsafe.Add(ref weight, 1)).AsInt16());
                high += Avx2.MultiplyAddAdjacent(first, Vector256.Create(Unsafe.Add(ref weight, 2)).AsInt16());
                high += Avx2.MultiplyAddAdjacent(second, Vector256.Create(Unsafe.Add(ref weight, 3)).AsInt16());
                weight = ref Unsafe.Add(ref weight, ResizeAxis.TapsPerBlock);
                offset += ResizeAxis.TapsPerBlock * 3;
            }

            Vector256<int> levels = Vector256.ShiftRightArithmetic(low + Vector256.ShiftLeft(high, ResizeAxis.LowBits), Shift);
            Vector256<short> words = Avx2.PackSignedSaturate(levels, levels);
            Vector256<uint> packed = Avx2.PackUnsignedSaturate(words, words).AsUInt32();
            nuint target = (nuint)x * 3;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, target), packed.GetElement(0));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, target + destinationStride), packed.GetElement(4));
        }

        return outputs;
    }
}
