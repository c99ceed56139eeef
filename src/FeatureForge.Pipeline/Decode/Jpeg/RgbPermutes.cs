using System.Runtime.Intrinsics;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Interleaves red, green and blue bytes.</summary>
internal static class RgbPermutes
{
    /// <summary>Index from which on <see cref="Blue"/> means a byte of blue.</summary>
    public const byte Marked = 128;

    /// <summary>For each of 192 bytes: the byte of red (0 to 63) or green (64 to 127).</summary>
    public static ReadOnlySpan<byte> RedGreen =>
    [
        0, 64, 0, 1, 65, 0, 2, 66, 0, 3, 67, 0, 4, 68, 0, 5, 69, 0, 6, 70, 0, 7, 71, 0,
        8, 72, 0, 9, 73, 0, 10, 74, 0, 11, 75, 0, 12, 76, 0, 13, 77, 0, 14, 78, 0, 15, 79, 0,
        16, 80, 0, 17, 81, 0, 18, 82, 0, 19, 83, 0, 20, 84, 0, 21, 85, 0, 22, 86, 0, 23, 87, 0,
        24, 88, 0, 25, 89, 0, 26, 90, 0, 27, 91, 0, 28, 92, 0, 29, 93, 0, 30, 94, 0, 31, 95, 0,
        32, 96, 0, 33, 97, 0, 34, 98, 0, 35, 99, 0, 36, 100, 0, 37, 101, 0, 38, 102, 0, 39, 103, 0,
        40, 104, 0, 41, 105, 0, 42, 106, 0, 43, 107, 0, 44, 108, 0, 45, 109, 0, 46, 110, 0, 47, 111, 0,
        48, 112, 0, 49, 113, 0, 50, 114, 0, 51, 115, 0, 52, 116, 0, 53, 117, 0, 54, 118, 0, 55, 119, 0,
        56, 120, 0, 57, 121, 0, 58, 122, 0, 59, 123, 0, 60, 124, 0, 61, 125, 0, 62, 126, 0, 63, 127, 0,
    ];

    /// <summary>For each of 192 bytes: 128 plus the byte of blue, or 0 where red or green goes.</summary>
    public static ReadOnlySpan<byte> Blue =>
    [
        0, 0, 128, 0, 0, 129, 0, 0, 130, 0, 0, 131, 0, 0, 132, 0, 0, 133, 0, 0, 134, 0, 0, 135,
        0, 0, 136, 0, 0, 137, 0, 0, 138, 0, 0, 139, 0, 0, 140, 0, 0, 141, 0, 0, 142, 0, 0, 143,
        0, 0, 144, 0, 0, 145, 0, 0, 146, 0, 0, 147, 0, 0, 148, 0, 0, 149, 0, 0, 150, 0, 0, 151,
        0, 0, 152, 0, 0, 153, 0, 0, 154, 0, 0, 155, 0, 0, 156, 0, 0, 157, 0, 0, 158, 0, 0, 159,
        0, 0, 160, 0, 0, 161, 0, 0, 162, 0, 0, 163, 0, 0, 164, 0, 0, 165, 0, 0, 166, 0, 0, 167,
        0, 0, 168, 0, 0, 169, 0, 0, 170, 0, 0, 171, 0, 0, 172, 0, 0, 173, 0, 0, 174, 0, 0, 175,
        0, 0, 176, 0, 0, 177, 0, 0, 178, 0, 0, 179, 0, 0, 180, 0, 0, 181, 0, 0, 182, 0, 0, 183,
        0, 0, 184, 0, 0, 185, 0, 0, 186, 0, 0, 187, 0, 0, 188, 0, 0, 189, 0, 0, 190, 0, 0, 191,
    ];

    /// <summary>Stores 16 pixels.</summary>
    /// <param name="red">Red of 16 pixels.</param>
    /// <param name="green">Green of 16 pixels.</param>
    /// <param name="blue">Blue of 16 pixels.</param>
    /// <param name="target">Takes 48 bytes.</param>
    public static void StoreInterleaved(Vector128<byte> red, Vector128<byte> green, Vector128<byte> blue, ref byte target)
    {
        Vector128<byte> part0 = Vector128.Shuffle(red, Vector128.Create((byte)0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255, 255, 5))
            | Vector128.Shuffle(green, Vector128.Create((byte)255, 0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255, 255))
            | Vector128.Shuffle(blue, Vector128.Create((byte)255, 255, 0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255));
        Vector128<byte> part1 = Vector128.Shuffle(red, Vector128.Create((byte)255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255, 10, 255))
            | Vector128.Shuffle(green, Vector128.Create((byte)5, 255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255, 10))
            | Vector128.Shuffle(blue, Vector128.Create((byte)255, 5, 255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255));
        Vector128<byte> part2 = Vector128.Shuffle(red, Vector128.Create((byte)255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15, 255, 255))
            | Vector128.Shuffle(green, Vector128.Create((byte)255, 255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15, 255))
            | Vector128.Shuffle(blue, Vector128.Create((byte)10, 255, 255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15));
        part0.StoreUnsafe(ref target);
        part1.StoreUnsafe(ref target, 16);
        part2.StoreUnsafe(ref target, 32);
    }
}
