using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>Puts three planes of bytes together to packed RGB.</summary>
internal static class PlaneInterleave
{
    // Byte n of the pixels belongs to channel n % 3 of pixel n / 3. First red and green are put together (bit 6 chooses green),
    // then blue is put between them.
    private static readonly byte[] s_redAndGreen = [.. Enumerable.Range(0, 192).Select(place => (byte)((place / 3) | (place % 3 == 1 ? 64 : 0)))];
    private static readonly byte[] s_andBlue = [.. Enumerable.Range(0, 192).Select(place => (byte)(place % 3 == 2 ? 64 | (place / 3) : place % 64))];

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

    /// <summary>Stores 64 pixels, where the processor permutes bytes across 512 bits.</summary>
    /// <param name="red">Red bytes.</param>
    /// <param name="green">Green bytes.</param>
    /// <param name="blue">Blue bytes.</param>
    /// <param name="pixels">At least 192 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store64(Vector512<byte> red, Vector512<byte> green, Vector512<byte> blue, Span<byte> pixels)
    {
        ref byte pixel = ref MemoryMarshal.GetReference(pixels[..192]);
        ref byte redAndGreen = ref MemoryMarshal.GetArrayDataReference(s_redAndGreen);
        ref byte andBlue = ref MemoryMarshal.GetArrayDataReference(s_andBlue);
        for (nuint place = 0; place < 192; place += 64)
        {
            Vector512<byte> two = Avx512Vbmi.PermuteVar64x8x2(red, Vector512.LoadUnsafe(ref redAndGreen, place), green);
            Avx512Vbmi.PermuteVar64x8x2(two, Vector512.LoadUnsafe(ref andBlue, place), blue).StoreUnsafe(ref pixel, place);
        }
    }
}
