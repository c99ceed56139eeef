using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// The pixels of <c>rotate</c>. Source position by <see cref="RotateMap"/>; weights are the upper 11 bits of its fraction:
/// <c>fx = (X >> 5) &amp; 2047</c>. Rows first, then columns, one rounding:
/// <c>top = p00 (2048 - fx) + p01 fx</c>, <c>bottom</c> likewise, <c>(top (2048 - fy) + bottom fy + 2^21) >> 22</c>.
/// Neighbours outside are those at the edge. With a fill colour, a pixel whose position lies more than half a pixel outside has that colour.
/// </summary>
internal static class RotatePixels
{
    /// <summary>Bytes that must be readable behind the source picture.</summary>
    public const int Overrun = 8;

    private const int WeightBits = 11;
    private const int One = 1 << WeightBits;
    private const int Mask = One - 1;
    private const int Rounding = 1 << ((2 * WeightBits) - 1);

    /// <summary>Makes the turned picture.</summary>
    /// <param name="source">The unturned picture and <see cref="Overrun"/> bytes.</param>
    /// <param name="destination">Picture of the same shape, other memory.</param>
    /// <param name="map">Map to source positions.</param>
    /// <param name="fill">Colour outside, or null to repeat the edge.</param>
    /// <param name="level">Which twin runs.</param>
    public static void Run(ReadOnlySpan<byte> source, ImageView destination, in RotateMap map, RgbColor? fill, SimdLevel level)
    {
        ImageShape shape = destination.Shape;
        for (int y = 0; y < shape.Height; y++)
        {
            Span<byte> row = destination.Row(y);
            var (startX, startY) = map.RowStart(shape, y);
            var inside = (First: 0, End: 0);
            if (level >= SimdLevel.Vector128)
            {
                // The last column is left out: the vectors store 4 bytes per pixel.
                inside = RotateMap.Within(startX, map.XX, (shape.Width - 1L) << 16, (0, shape.Width - 1));
                inside = RotateMap.Within(startY, map.YX, (shape.Height - 1L) << 16, inside);
                RunInside(source[..((int)shape.RgbBytes + Overrun)], row, inside, (shape.RowBytes, startX, startY, map.XX, map.YX));
            }

            for (int x = 0; x < shape.Width; x++)
            {
                if (x == inside.First)
                    x = inside.End;
                if (x < shape.Width)
                    RunPixel(source, shape, row.Slice(x * 3, 3), (startX + (map.XX * x), startY + (map.YX * x)), fill);
            }
        }
    }

    private static void RunPixel(ReadOnlySpan<byte> source, ImageShape shape, Span<byte> pixel, (long X, long Y) position, RgbColor? fill)
    {
        var (x, y) = position;
        if (fill is RgbColor color && (IsOutside(x, shape.Width) || IsOutside(y, shape.Height)))
        {
            pixel[0] = color.Red;
            pixel[1] = color.Green;
            pixel[2] = color.Blue;
            return;
        }

        int left = (int)Math.Clamp(x >> 16, 0, shape.Width - 1) * 3;
        int right = (int)Math.Clamp((x >> 16) + 1, 0, shape.Width - 1) * 3;
        int top = (int)Math.Clamp(y >> 16, 0, shape.Height - 1) * shape.RowBytes;
        int bottom = (int)Math.Clamp((y >> 16) + 1, 0, shape.Height - 1) * shape.RowBytes;
        int fractionX = (int)(x >> (16 - WeightBits)) & Mask;
        int fractionY = (int)(y >> (16 - WeightBits)) & Mask;
        for (int channel = 0; channel < 3; channel++)
        {
            int upper = (source[top + left + channel] * (One - fractionX)) + (source[top + right + channel] * fractionX);
            int lower = (source[bottom + left + channel] * (One - fractionX)) + (source[bottom + right + channel] * fractionX);
            pixel[channel] = (byte)(((upper * (One - fractionY)) + (lower * fractionY) + Rounding) >> (2 * WeightBits));
        }
    }

    private static bool IsOutside(long position, int size) => position < -0x8000 || position >= ((long)size << 16) - 0x8000;

    /// <summary>Pixels whose four neighbours all lie in the picture.</summary>
    private static void RunInside(
        ReadOnlySpan<byte> source, Span<byte> row, (int First, int End) range, (int Stride, long StartX, long StartY, long StepX, long StepY) walk)
    {
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(row);
        // Bytes of two neighbouring pixels as 16-bit pairs red, green, blue.
        Vector128<byte> pairs = Vector128.Create((byte)0, 255, 3, 255, 1, 255, 4, 255, 2, 255, 5, 255, 255, 255, 255, 255);
        Vector128<byte> lowBytes = Vector128.Create((byte)0, 4, 8, 12, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255);
        long x = walk.StartX + (walk.StepX * range.First);
        long y = walk.StartY + (walk.StepY * range.First);
        for (int column = range.First; column < range.End; column++)
        {
            ref byte upper = ref Unsafe.Add(ref from, (nint)(((y >> 16) * walk.Stride) + ((x >> 16) * 3)));
            ref byte lower = ref Unsafe.Add(ref upper, walk.Stride);
            int fractionX = (int)(x >> (16 - WeightBits)) & Mask;
            int fractionY = (int)(y >> (16 - WeightBits)) & Mask;
            Vector128<short> weights = Vector128.Create((One - fractionX) | (fractionX << 16)).AsInt16();
            Vector128<int> top = Sse2.MultiplyAddAdjacent(LoadPair(ref upper, pairs), weights);
            Vector128<int> bottom = Sse2.MultiplyAddAdjacent(LoadPair(ref lower, pairs), weights);
            Vector128<int> sum = Vector128.ShiftLeft(top, WeightBits) + ((bottom - top) * fractionY) + Vector128.Create(Rounding);
            Vector128<byte> levels = Vector128.ShiftRightLogical(sum, 2 * WeightBits).AsByte();
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, column * 3), Ssse3.Shuffle(levels, lowBytes).AsUInt32().ToScalar());
            x += walk.StepX;
            y += walk.StepY;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> LoadPair(ref byte pixel, Vector128<byte> pairs) =>
        Ssse3.Shuffle(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref pixel)).AsByte(), pairs).AsInt16();
}
