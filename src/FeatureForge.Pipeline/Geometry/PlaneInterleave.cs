using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>Puts three planes of bytes together to packed RGB, and takes them apart.</summary>
internal static class PlaneInterleave
{
    private const int Wide = 64;

    // Byte n of the pixels belongs to channel n % 3 of pixel n / 3. First red and green are put together (bit 6 chooses green),
    // then blue is put between them.
    private static readonly byte[] s_redAndGreen = [.. Enumerable.Range(0, 192).Select(place => (byte)((place / 3) | (place % 3 == 1 ? 64 : 0)))];
    private static readonly byte[] s_andBlue = [.. Enumerable.Range(0, 192).Select(place => (byte)(place % 3 == 2 ? 64 | (place / 3) : place % 64))];

    // For each plane: its byte of each pixel within the first 128 of 192 bytes, then the same where bytes beyond come from the last 64.
    private static readonly byte[] s_splitFirst = [.. Enumerable.Range(0, 192).Select(place => (byte)(SplitPlace(place) < 128 ? SplitPlace(place) : 0))];
    private static readonly byte[] s_splitLast = [.. Enumerable.Range(0, 192).Select(place => (byte)(SplitPlace(place) < 128 ? place % 64 : SplitPlace(place) - 64))];

    /// <summary>For each byte of 64 pixels: the byte of red, or 64 more than that of green, to put there; anything where blue goes.</summary>
    public static ReadOnlySpan<byte> RedAndGreen => s_redAndGreen;

    /// <summary>For each byte of 64 pixels: itself where red and green are, or 64 more than the byte of blue to put there.</summary>
    public static ReadOnlySpan<byte> AndBlue => s_andBlue;

    /// <summary>Puts a row together.</summary>
    /// <param name="planes">Red, then green and blue one and two pitches behind.</param>
    /// <param name="pitch">Bytes from one plane to the next.</param>
    /// <param name="destination">Packed RGB; its length says how many pixels.</param>
    /// <param name="level">Which twin runs.</param>
    public static void Run(ReadOnlySpan<byte> planes, int pitch, Span<byte> destination, SimdLevel level)
    {
        int count = destination.Length / 3, step = Step(count, level);
        ReadOnlySpan<byte> red = planes[..count], green = planes.Slice(pitch, count), blue = planes.Slice(2 * pitch, count);
        if (step == Wide)
        {
            Run64(red, green, blue, destination);
            return;
        }

        for (int x = 0; step > 1 && x < count; x += step)
        {
            int column = Math.Min(x, count - step);
            Store16(Vector128.Create(red.Slice(column, 16)), Vector128.Create(green.Slice(column, 16)), Vector128.Create(blue.Slice(column, 16)), destination[(3 * column)..]);
        }

        for (int x = 0; step == 1 && x < count; x++)
        {
            destination[3 * x] = red[x];
            destination[(3 * x) + 1] = green[x];
            destination[(3 * x) + 2] = blue[x];
        }
    }

    /// <summary>Takes a row apart.</summary>
    /// <param name="source">Packed RGB; its length says how many pixels.</param>
    /// <param name="planes">Takes red, and green and blue one and two planes behind.</param>
    /// <param name="planeBytes">Bytes from one plane to the next.</param>
    /// <param name="level">Which twin runs.</param>
    public static void Split(ReadOnlySpan<byte> source, Span<byte> planes, int planeBytes, SimdLevel level)
    {
        int count = source.Length / 3, step = Step(count, level);
        Span<byte> red = planes[..count], green = planes.Slice(planeBytes, count), blue = planes.Slice(2 * planeBytes, count);
        if (step == Wide)
        {
            Split64(source, red, green, blue);
            return;
        }

        for (int x = 0; step > 1 && x < count; x += step)
        {
            int column = Math.Min(x, count - step);
            Split16(source.Slice(3 * column, 48), red.Slice(column, 16), green.Slice(column, 16), blue.Slice(column, 16));
        }

        for (int x = 0; step == 1 && x < count; x++)
            (red[x], green[x], blue[x]) = (source[3 * x], source[(3 * x) + 1], source[(3 * x) + 2]);
    }

    /// <summary>Stores 16 pixels.</summary>
    /// <param name="red">Red bytes.</param>
    /// <param name="green">Green bytes.</param>
    /// <param name="blue">Blue bytes.</param>
    /// <param name="pixels">At least 48 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store16(Vector128<byte> red, Vector128<byte> green, Vector128<byte> blue, Span<byte> pixels)
    {
        ref byte pixel = ref MemoryMarshal.GetReference(pixels[..48]);
        (Vector128.Shuffle(red, Vector128.Create((byte)0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255, 255, 5))
            | Vector128.Shuffle(green, Vector128.Create((byte)255, 0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255, 255))
            | Vector128.Shuffle(blue, Vector128.Create((byte)255, 255, 0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255))).StoreUnsafe(ref pixel, 0);
        (Vector128.Shuffle(red, Vector128.Create((byte)255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255, 10, 255))
            | Vector128.Shuffle(green, Vector128.Create((byte)5, 255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255, 10))
            | Vector128.Shuffle(blue, Vector128.Create((byte)255, 5, 255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255))).StoreUnsafe(ref pixel, 16);
        (Vector128.Shuffle(red, Vector128.Create((byte)255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15, 255, 255))
            | Vector128.Shuffle(green, Vector128.Create((byte)255, 255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15, 255))
            | Vector128.Shuffle(blue, Vector128.Create((byte)10, 255, 255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15))).StoreUnsafe(ref pixel, 32);
    }

    private static int SplitPlace(int place) => (3 * (place % 64)) + (place / 64);

    /// <summary>Pixels at a time; the last ones overlap those before.</summary>
    private static int Step(int count, SimdLevel level)
    {
        if (level >= SimdLevel.Vector512 && Avx512Vbmi.IsSupported && count >= Wide)
            return Wide;
        return level >= SimdLevel.Portable && count >= 16 ? 16 : 1;
    }

    private static void Run64(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> destination)
    {
        Vector512<byte> two0 = Vector512.Create(s_redAndGreen), two1 = Vector512.Create(s_redAndGreen, Wide), two2 = Vector512.Create(s_redAndGreen, 2 * Wide);
        Vector512<byte> three0 = Vector512.Create(s_andBlue), three1 = Vector512.Create(s_andBlue, Wide), three2 = Vector512.Create(s_andBlue, 2 * Wide);
        ref byte reds = ref MemoryMarshal.GetReference(red), greens = ref MemoryMarshal.GetReference(green), blues = ref MemoryMarshal.GetReference(blue);
        ref byte pixels = ref MemoryMarshal.GetReference(destination[..(3 * red.Length)]);
        int last = red.Length - Wide;
        for (int x = 0; ; x = Math.Min(x + Wide, last))
        {
            Vector512<byte> r = Vector512.LoadUnsafe(ref reds, (nuint)x), g = Vector512.LoadUnsafe(ref greens, (nuint)x), b = Vector512.LoadUnsafe(ref blues, (nuint)x);
            nuint place = (nuint)(3 * x);
            Avx512Vbmi.PermuteVar64x8x2(Avx512Vbmi.PermuteVar64x8x2(r, two0, g), three0, b).StoreUnsafe(ref pixels, place);
            Avx512Vbmi.PermuteVar64x8x2(Avx512Vbmi.PermuteVar64x8x2(r, two1, g), three1, b).StoreUnsafe(ref pixels, place + Wide);
            Avx512Vbmi.PermuteVar64x8x2(Avx512Vbmi.PermuteVar64x8x2(r, two2, g), three2, b).StoreUnsafe(ref pixels, place + (2 * Wide));
            if (x == last)
                return;
        }
    }

    private static void Split64(ReadOnlySpan<byte> source, Span<byte> red, Span<byte> green, Span<byte> blue)
    {
        Vector512<byte> first0 = Vector512.Create(s_splitFirst), first1 = Vector512.Create(s_splitFirst, Wide), first2 = Vector512.Create(s_splitFirst, 2 * Wide);
        Vector512<byte> last0 = Vector512.Create(s_splitLast), last1 = Vector512.Create(s_splitLast, Wide), last2 = Vector512.Create(s_splitLast, 2 * Wide);
        ref byte reds = ref MemoryMarshal.GetReference(red), greens = ref MemoryMarshal.GetReference(green), blues = ref MemoryMarshal.GetReference(blue);
        ref byte pixels = ref MemoryMarshal.GetReference(source[..(3 * red.Length)]);
        int last = red.Length - Wide;
        for (int x = 0; ; x = Math.Min(x + Wide, last))
        {
            nuint place = (nuint)(3 * x);
            Vector512<byte> part0 = Vector512.LoadUnsafe(ref pixels, place), part1 = Vector512.LoadUnsafe(ref pixels, place + Wide), part2 = Vector512.LoadUnsafe(ref pixels, place + (2 * Wide));
            Avx512Vbmi.PermuteVar64x8x2(Avx512Vbmi.PermuteVar64x8x2(part0, first0, part1), last0, part2).StoreUnsafe(ref reds, (nuint)x);
            Avx512Vbmi.PermuteVar64x8x2(Avx512Vbmi.PermuteVar64x8x2(part0, first1, part1), last1, part2).StoreUnsafe(ref greens, (nuint)x);
            Avx512Vbmi.PermuteVar64x8x2(Avx512Vbmi.PermuteVar64x8x2(part0, first2, part1), last2, part2).StoreUnsafe(ref blues, (nuint)x);
            if (x == last)
                return;
        }
    }

    private static void Split16(ReadOnlySpan<byte> pixels, Span<byte> red, Span<byte> green, Span<byte> blue)
    {
        Vector128<byte> part0 = Vector128.Create(pixels), part1 = Vector128.Create(pixels[16..]), part2 = Vector128.Create(pixels[32..]);
        (Vector128.Shuffle(part0, Vector128.Create((byte)0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(part1, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(part2, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 4, 7, 10, 13))).CopyTo(red);
        (Vector128.Shuffle(part0, Vector128.Create((byte)1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(part1, Vector128.Create((byte)255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(part2, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14))).CopyTo(green);
        (Vector128.Shuffle(part0, Vector128.Create((byte)2, 5, 8, 11, 14, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(part1, Vector128.Create((byte)255, 255, 255, 255, 255, 1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(part2, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15))).CopyTo(blue);
    }
}
