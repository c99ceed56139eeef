using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// One row of luma and chroma to packed RGB in libjpeg's arithmetic (jdcolor): with <c>b = Cb - 128</c>, <c>r = Cr - 128</c>,
/// <c>R = Y + ((91881 r + 2^15) >> 16)</c>, <c>G = Y + ((-22554 b - 46802 r + 2^15) >> 16)</c>, <c>B = Y + ((116130 b + 2^15) >> 16)</c>,
/// each clipped to 0 to 255. Vectors take whole multiples of 2^16 out of the constants, so that the rest fits 16 bits.
/// </summary>
internal static class PlaneColors
{
    private const int Rounding = 1 << 15;
    private const int RedOfRed = 91881, GreenOfBlue = -22554, GreenOfRed = -46802, BlueOfBlue = 116130;
    private const short RedRest = RedOfRed - 65536, GreenRest = GreenOfRed + 65536, BlueRest = BlueOfBlue - (2 * 65536);

    /// <summary>Converts a row.</summary>
    /// <param name="luma">One byte per pixel.</param>
    /// <param name="blueDifference">One byte per pixel.</param>
    /// <param name="redDifference">One byte per pixel.</param>
    /// <param name="destination">Packed RGB; its length says how many pixels.</param>
    /// <param name="level">Which twin runs.</param>
    public static void Run(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blueDifference, ReadOnlySpan<byte> redDifference, Span<byte> destination, SimdLevel level)
    {
        int count = destination.Length / 3;
        var row = new ColorRow(luma[..count], blueDifference[..count], redDifference[..count], destination);
        if (level >= SimdLevel.Vector512 && Avx512Vbmi.IsSupported && count >= 64)
            Run512(row);
        else if (level >= SimdLevel.Vector256 && count >= 32)
            Run256(row);
        else if (level >= SimdLevel.Vector128 && count >= 16)
            Run128(row);
        else if (level >= SimdLevel.Portable && count >= 16)
            RunPortable(row);
        else
            RunScalar(row);
    }

    private static void RunScalar(in ColorRow row)
    {
        for (int x = 0; x < row.Luma.Length; x++)
        {
            int y = row.Luma[x];
            int blue = row.Blue[x] - 128;
            int red = row.Red[x] - 128;
            Span<byte> pixel = row.Pixels.Slice(x * 3, 3);
            pixel[0] = Clip(y + (((RedOfRed * red) + Rounding) >> 16));
            pixel[1] = Clip(y + (((GreenOfBlue * blue) + (GreenOfRed * red) + Rounding) >> 16));
            pixel[2] = Clip(y + (((BlueOfBlue * blue) + Rounding) >> 16));
        }
    }

    private static byte Clip(int value) => (byte)Math.Clamp(value, 0, 255);

    private static void RunPortable(in ColorRow row)
    {
        ref byte lumas = ref MemoryMarshal.GetReference(row.Luma);
        ref byte blues = ref MemoryMarshal.GetReference(row.Blue);
        ref byte reds = ref MemoryMarshal.GetReference(row.Red);
        Span<byte> planes = stackalloc byte[3 * 16];
        Vector128<int> half = Vector128.Create(128);
        for (int x = 0; x < row.Luma.Length; x += 16)
        {
            nuint column = (nuint)Math.Min(x, row.Luma.Length - 16);
            for (int quad = 0; quad < 16; quad += 4)
            {
                Vector128<int> y = LoadFour(ref lumas, column + (nuint)quad);
                Vector128<int> blue = LoadFour(ref blues, column + (nuint)quad) - half;
                Vector128<int> red = LoadFour(ref reds, column + (nuint)quad) - half;
                StoreFour(y + Scaled(red * RedOfRed), planes[quad..]);
                StoreFour(y + Scaled((blue * GreenOfBlue) + (red * GreenOfRed)), planes[(16 + quad)..]);
                StoreFour(y + Scaled(blue * BlueOfBlue), planes[(32 + quad)..]);
            }

            ref byte plane = ref MemoryMarshal.GetReference(planes);
            PlaneInterleave.Store16(Vector128.LoadUnsafe(ref plane, 0), Vector128.LoadUnsafe(ref plane, 16), Vector128.LoadUnsafe(ref plane, 32), row.Pixels[(3 * (int)column)..]);
        }
    }

    private static Vector128<int> Scaled(Vector128<int> sum) => Vector128.ShiftRightArithmetic(sum + Vector128.Create(Rounding), 16);

    private static Vector128<int> LoadFour(ref byte samples, nuint column) => Vector128.WidenLower(Vector128.WidenLower(
        Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref samples, column))).AsByte())).AsInt32();

    private static void StoreFour(Vector128<int> values, Span<byte> destination)
    {
        Vector128<int> clipped = Vector128.Min(Vector128.Max(values, Vector128<int>.Zero), Vector128.Create(255));
        Vector128<short> words = Vector128.Narrow(clipped, clipped);
        MemoryMarshal.Write(destination, Vector128.Narrow(words.AsUInt16(), words.AsUInt16()).AsUInt32().ToScalar());
    }

    private static void Run128(in ColorRow row)
    {
        ref byte lumas = ref MemoryMarshal.GetReference(row.Luma);
        ref byte blues = ref MemoryMarshal.GetReference(row.Blue);
        ref byte reds = ref MemoryMarshal.GetReference(row.Red);
        for (int x = 0; x < row.Luma.Length; x += 16)
        {
            nuint column = (nuint)Math.Min(x, row.Luma.Length - 16);
            Vector128<byte> y = Vector128.LoadUnsafe(ref lumas, column);
            Vector128<byte> blue = Vector128.LoadUnsafe(ref blues, column);
            Vector128<byte> red = Vector128.LoadUnsafe(ref reds, column);
            Convert8(Vector128.WidenLower(y), Vector128.WidenLower(blue), Vector128.WidenLower(red), out Vector128<short> red0, out Vector128<short> green0, out Vector128<short> blue0);
            Convert8(Vector128.WidenUpper(y), Vector128.WidenUpper(blue), Vector128.WidenUpper(red), out Vector128<short> red1, out Vector128<short> green1, out Vector128<short> blue1);
            PlaneInterleave.Store16(Sse2.PackUnsignedSaturate(red0, red1), Sse2.PackUnsignedSaturate(green0, green1), Sse2.PackUnsignedSaturate(blue0, blue1), row.Pixels[(3 * (int)column)..]);
        }
    }

    // (v * c + 2^15) >> 16 is ((2 v * c >> 16) + 1) >> 1, and the multiplication has an instruction that keeps the upper half only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Convert8(
        Vector128<ushort> luma, Vector128<ushort> blueSample, Vector128<ushort> redSample, out Vector128<short> red, out Vector128<short> green, out Vector128<short> blue)
    {
        Vector128<short> y = luma.AsInt16(), one = Vector128.Create((short)1);
        Vector128<short> b = blueSample.AsInt16() - Vector128.Create((short)128);
        Vector128<short> r = redSample.AsInt16() - Vector128.Create((short)128);
        red = y + r + Vector128.ShiftRightArithmetic(Sse2.MultiplyHigh(r + r, Vector128.Create(RedRest)) + one, 1);
        blue = y + b + b + Vector128.ShiftRightArithmetic(Sse2.MultiplyHigh(b + b, Vector128.Create(BlueRest)) + one, 1);
        Vector128<short> factors = Vector128.Create((GreenRest << 16) | (GreenOfBlue & 0xFFFF)).AsInt16();
        Vector128<int> lower = Scaled(Sse2.MultiplyAddAdjacent(Sse2.UnpackLow(b, r), factors));
        Vector128<int> upper = Scaled(Sse2.MultiplyAddAdjacent(Sse2.UnpackHigh(b, r), factors));
        green = y - r + Sse2.PackSignedSaturate(lower, upper);
    }

    private static void Run256(in ColorRow row)
    {
        ref byte lumas = ref MemoryMarshal.GetReference(row.Luma);
        ref byte blues = ref MemoryMarshal.GetReference(row.Blue);
        ref byte reds = ref MemoryMarshal.GetReference(row.Red);
        Vector256<byte> zero = Vector256<byte>.Zero;
        for (int x = 0; x < row.Luma.Length; x += 32)
        {
            nuint column = (nuint)Math.Min(x, row.Luma.Length - 32);
            Vector256<byte> y = Vector256.LoadUnsafe(ref lumas, column);
            Vector256<byte> blue = Vector256.LoadUnsafe(ref blues, column);
            Vector256<byte> red = Vector256.LoadUnsafe(ref reds, column);
            Convert16(Avx2.UnpackLow(y, zero), Avx2.UnpackLow(blue, zero), Avx2.UnpackLow(red, zero), out Vector256<short> red0, out Vector256<short> green0, out Vector256<short> blue0);
            Convert16(Avx2.UnpackHigh(y, zero), Avx2.UnpackHigh(blue, zero), Avx2.UnpackHigh(red, zero), out Vector256<short> red1, out Vector256<short> green1, out Vector256<short> blue1);
            Vector256<byte> reds32 = Avx2.PackUnsignedSaturate(red0, red1), greens32 = Avx2.PackUnsignedSaturate(green0, green1), blues32 = Avx2.PackUnsignedSaturate(blue0, blue1);
            Span<byte> pixels = row.Pixels.Slice(3 * (int)column, 96);
            PlaneInterleave.Store16(reds32.GetLower(), greens32.GetLower(), blues32.GetLower(), pixels);
            PlaneInterleave.Store16(reds32.GetUpper(), greens32.GetUpper(), blues32.GetUpper(), pixels[48..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Convert16(
        Vector256<byte> luma, Vector256<byte> blueSample, Vector256<byte> redSample, out Vector256<short> red, out Vector256<short> green, out Vector256<short> blue)
    {
        Vector256<short> y = luma.AsInt16(), one = Vector256.Create((short)1);
        Vector256<short> b = blueSample.AsInt16() - Vector256.Create((short)128);
        Vector256<short> r = redSample.AsInt16() - Vector256.Create((short)128);
        red = y + r + Vector256.ShiftRightArithmetic(Avx2.MultiplyHigh(r + r, Vector256.Create(RedRest)) + one, 1);
        blue = y + b + b + Vector256.ShiftRightArithmetic(Avx2.MultiplyHigh(b + b, Vector256.Create(BlueRest)) + one, 1);
        Vector256<short> factors = Vector256.Create((GreenRest << 16) | (GreenOfBlue & 0xFFFF)).AsInt16();
        Vector256<int> rounding = Vector256.Create(Rounding);
        Vector256<int> lower = Vector256.ShiftRightArithmetic(Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(b, r), factors) + rounding, 16);
        Vector256<int> upper = Vector256.ShiftRightArithmetic(Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(b, r), factors) + rounding, 16);
        green = y - r + Avx2.PackSignedSaturate(lower, upper);
    }

    private static void Run512(in ColorRow row)
    {
        ref byte lumas = ref MemoryMarshal.GetReference(row.Luma);
        ref byte blues = ref MemoryMarshal.GetReference(row.Blue);
        ref byte reds = ref MemoryMarshal.GetReference(row.Red);
        ref byte pixels = ref MemoryMarshal.GetReference(row.Pixels[..(3 * row.Luma.Length)]);
        Vector512<byte> two0 = Vector512.Create(PlaneInterleave.RedAndGreen), two1 = Vector512.Create(PlaneInterleave.RedAndGreen[64..]), two2 = Vector512.Create(PlaneInterleave.RedAndGreen[128..]);
        Vector512<byte> three0 = Vector512.Create(PlaneInterleave.AndBlue), three1 = Vector512.Create(PlaneInterleave.AndBlue[64..]), three2 = Vector512.Create(PlaneInterleave.AndBlue[128..]);
        int last = row.Luma.Length - 64;
        for (int x = 0; ; x = Math.Min(x + 64, last))
        {
            nuint column = (nuint)x, place = 3 * column;
            Vector512<byte> y = Vector512.LoadUnsafe(ref lumas, column), zero = Vector512<byte>.Zero;
            Vector512<byte> blue = Vector512.LoadUnsafe(ref blues, column);
            Vector512<byte> red = Vector512.LoadUnsafe(ref reds, column);
            Convert32(Avx512BW.UnpackLow(y, zero), Avx512BW.UnpackLow(blue, zero), Avx512BW.UnpackLow(red, zero), out Vector512<short> red0, out Vector512<short> green0, out Vector512<short> blue0);
            Convert32(Avx512BW.UnpackHigh(y, zero), Avx512BW.UnpackHigh(blue, zero), Avx512BW.UnpackHigh(red, zero), out Vector512<short> red1, out Vector512<short> green1, out Vector512<short> blue1);
            // Unpacking and packing both work within 128-bit lanes, so the bytes end where they came from.
            Vector512<byte> r = Avx512BW.PackUnsignedSaturate(red0, red1), g = Avx512BW.PackUnsignedSaturate(green0, green1), b = Avx512BW.PackUnsignedSaturate(blue0, blue1);
            Avx512Vbmi.PermuteVar64x8x2(Avx512Vbmi.PermuteVar64x8x2(r, two0, g), three0, b).StoreUnsafe(ref pixels, place);
            Avx512Vbmi.PermuteVar64x8x2(Avx512Vbmi.PermuteVar64x8x2(r, two1, g), three1, b).StoreUnsafe(ref pixels, place + 64);
            Avx512Vbmi.PermuteVar64x8x2(Avx512Vbmi.PermuteVar64x8x2(r, two2, g), three2, b).StoreUnsafe(ref pixels, place + 128);
            if (x == last)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Convert32(
        Vector512<byte> luma, Vector512<byte> blueSample, Vector512<byte> redSample, out Vector512<short> red, out Vector512<short> green, out Vector512<short> blue)
    {
        Vector512<short> y = luma.AsInt16(), one = Vector512.Create((short)1);
        Vector512<short> b = blueSample.AsInt16() - Vector512.Create((short)128);
        Vector512<short> r = redSample.AsInt16() - Vector512.Create((short)128);
        red = y + r + Vector512.ShiftRightArithmetic(Avx512BW.MultiplyHigh(r + r, Vector512.Create(RedRest)) + one, 1);
        blue = y + b + b + Vector512.ShiftRightArithmetic(Avx512BW.MultiplyHigh(b + b, Vector512.Create(BlueRest)) + one, 1);
        Vector512<short> factors = Vector512.Create((GreenRest << 16) | (GreenOfBlue & 0xFFFF)).AsInt16();
        Vector512<int> rounding = Vector512.Create(Rounding);
        Vector512<int> lower = Vector512.ShiftRightArithmetic(Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackLow(b, r), factors) + rounding, 16);
        Vector512<int> upper = Vector512.ShiftRightArithmetic(Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackHigh(b, r), factors) + rounding, 16);
        green = y - r + Avx512BW.PackSignedSaturate(lower, upper);
    }

    /// <summary>Samples of a row of equal length, and its pixels.</summary>
    private readonly ref struct ColorRow(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> pixels)
    {
        public readonly ReadOnlySpan<byte> Luma = luma;
        public readonly ReadOnlySpan<byte> Blue = blue;
        public readonly ReadOnlySpan<byte> Red = red;
        public readonly Span<byte> Pixels = pixels;
    }
}
