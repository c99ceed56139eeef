using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>YCbCr (BT.601, full range) to packed RGB in whole numbers, as libjpeg does it.</summary>
internal static class ColorConverter
{
    /// <summary>Fraction bits of the factors.</summary>
    public const int FractionBits = 16;

    /// <summary>1.0.</summary>
    public const int One = 1 << FractionBits;

    /// <summary>1.40200.</summary>
    public const int RedOfRed = 91881;

    /// <summary>1.77200.</summary>
    public const int BlueOfBlue = 116130;

    /// <summary>0.34414.</summary>
    public const int GreenOfBlue = 22554;

    /// <summary>0.71414.</summary>
    public const int GreenOfRed = 46802;

    /// <summary>Bytes that a conversion may write behind the row.</summary>
    public const int Overrun = 3 * AlignedBuffer.LineBytes;

    /// <summary>Converts a row.</summary>
    /// <param name="row">Components, each with a cache line behind it that can be read.</param>
    /// <param name="isRgb">True when they are red, green and blue.</param>
    /// <param name="target">Takes 3 bytes per pixel, and up to <see cref="Overrun"/> bytes of rubbish behind them.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="level">Width of the vectors.</param>
    public static void Convert(in ColorRow row, bool isRgb, Span<byte> target, int width, LaneWidth level)
    {
        // These bounds are all that the vector code relies on.
        int padded = (width + AlignedBuffer.LineBytes - 1) & -AlignedBuffer.LineBytes;
        var bounded = new ColorRow(row.First[..padded], row.Second[..padded], row.Third[..padded]);
        ref byte pixels = ref MemoryMarshal.GetReference(target[..(3 * padded)]);
        switch (level)
        {
            case LaneWidth.Bits512:
                VectorColor<Lanes512, Vector512<short>, Vector512<int>>.Convert(bounded, isRgb, ref pixels, width);
                break;
            case LaneWidth.Bits256:
                VectorColor<Lanes256, Vector256<short>, Vector256<int>>.Convert(bounded, isRgb, ref pixels, width);
                break;
            case LaneWidth.Bits128:
                VectorColor<Lanes128, Vector128<short>, Vector128<int>>.Convert(bounded, isRgb, ref pixels, width);
                break;
            case LaneWidth.Portable:
                VectorColor<LanesPortable, Vector128<short>, Vector128<int>>.Convert(bounded, isRgb, ref pixels, width);
                break;
            default:
                ConvertPlain(bounded, isRgb, target[..(3 * width)]);
                break;
        }
    }

    private static void ConvertPlain(in ColorRow row, bool isRgb, Span<byte> target)
    {
        for (int x = 0; 3 * x < target.Length; x++)
        {
            int luma = row.First[x], blue = row.Second[x] - 128, red = row.Third[x] - 128;
            Span<byte> pixel = target.Slice(3 * x, 3);
            pixel[0] = isRgb ? row.First[x] : Level(luma + ((RedOfRed * red + One / 2) >> FractionBits));
            pixel[1] = isRgb ? row.Second[x] : Level(luma + ((One / 2 - GreenOfBlue * blue - GreenOfRed * red) >> FractionBits));
            pixel[2] = isRgb ? row.Third[x] : Level(luma + ((BlueOfBlue * blue + One / 2) >> FractionBits));
        }
    }

    private static byte Level(int value) => (byte)Math.Clamp(value, byte.MinValue, byte.MaxValue);
}
