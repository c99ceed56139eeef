using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FeatureForge.Core.Simd;

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
    public static void Convert(in ColorRow row, bool isRgb, Span<byte> target, int width, SimdLevel level)
    {
        // These bounds are all that the vector code relies on.
        int padded = (width + AlignedBuffer.LineBytes - 1) & -AlignedBuffer.LineBytes;
        var bounded = new ColorRow(row.First[..padded], row.Second[..padded], row.Third[..padded]);
        ref byte pixels = ref MemoryMarshal.GetReference(target[..(3 * padded)]);
        switch (level)
        {
            case SimdLevel.Vector512:
                VectorColor<Lanes512, Vector512<short>, Vector512<int>>.Convert(bounded, isRgb, ref pixels, width);
                break;
            case SimdLevel.Vector256:
                VectorColor<Lanes256, Vector256<short>, Vector256<int>>.Convert(bounded, isRgb, ref pixels, width);
                break;
            case SimdLevel.Vector128:
                VectorColor<Lanes128, Vector128<short>, Vector128<int>>.Convert(bounded, isRgb, ref pixels, width);
                break;
            case SimdLevel.Portable:
                VectorColor<LanesPortable, Vector128<short>, Vector128<int>>.Convert(bounded, isRgb, ref pixels, width);
                break;
            default:
                ConvertPlain(bounded, isRgb, target[..(3 * width)]);
                break;
        }
    }

    /// <summary>Converts a row to three planes.</summary>
    /// <param name="row">Components, each with a cache line behind it that can be read.</param>
    /// <param name="isRgb">True when they are red, green and blue.</param>
    /// <param name="target">Takes a byte per pixel, filled up to whole cache lines, for red; for green and blue one and two planes behind.</param>
    /// <param name="planeBytes">Bytes from one plane to the next.</param>
    /// <param name="work">Pixels, and the width of the vectors.</param>
    public static void ConvertToPlanes(in ColorRow row, bool isRgb, Span<byte> target, int planeBytes, (int Width, SimdLevel Level) work)
    {
        // These bounds are all that the vector code relies on.
        int padded = (work.Width + AlignedBuffer.LineBytes - 1) & -AlignedBuffer.LineBytes;
        var bounded = new ColorRow(row.First[..padded], row.Second[..padded], row.Third[..padded]);
        Span<byte> red = target[..padded], green = target.Slice(planeBytes, padded), blue = target.Slice(2 * planeBytes, padded);
        if (isRgb)
        {
            bounded.First.CopyTo(red);
            bounded.Second.CopyTo(green);
            bounded.Third.CopyTo(blue);
            return;
        }

        ref byte plane = ref MemoryMarshal.GetReference(red);
        switch (work.Level)
        {
            case SimdLevel.Vector512:
                VectorColor<Lanes512, Vector512<short>, Vector512<int>>.ConvertToPlanes(bounded, ref plane, planeBytes, work.Width);
                break;
            case SimdLevel.Vector256:
                VectorColor<Lanes256, Vector256<short>, Vector256<int>>.ConvertToPlanes(bounded, ref plane, planeBytes, work.Width);
                break;
            case SimdLevel.Vector128:
                VectorColor<Lanes128, Vector128<short>, Vector128<int>>.ConvertToPlanes(bounded, ref plane, planeBytes, work.Width);
                break;
            case SimdLevel.Portable:
                VectorColor<LanesPortable, Vector128<short>, Vector128<int>>.ConvertToPlanes(bounded, ref plane, planeBytes, work.Width);
                break;
            default:
                for (int x = 0; x < work.Width; x++)
                    (red[x], green[x], blue[x]) = Pixel(bounded.First[x], bounded.Second[x] - 128, bounded.Third[x] - 128);
                break;
        }
    }

    private static void ConvertPlain(in ColorRow row, bool isRgb, Span<byte> target)
    {
        for (int x = 0; 3 * x < target.Length; x++)
        {
            var (red, green, blue) = isRgb ? (row.First[x], row.Second[x], row.Third[x]) : Pixel(row.First[x], row.Second[x] - 128, row.Third[x] - 128);
            Span<byte> pixel = target.Slice(3 * x, 3);
            pixel[0] = red;
            pixel[1] = green;
            pixel[2] = blue;
        }
    }

    private static (byte Red, byte Green, byte Blue) Pixel(int luma, int blue, int red) => (
        Level(luma + ((RedOfRed * red + One / 2) >> FractionBits)),
        Level(luma + ((One / 2 - GreenOfBlue * blue - GreenOfRed * red) >> FractionBits)),
        Level(luma + ((BlueOfBlue * blue + One / 2) >> FractionBits)));

    private static byte Level(int value) => (byte)Math.Clamp(value, byte.MinValue, byte.MaxValue);
}
