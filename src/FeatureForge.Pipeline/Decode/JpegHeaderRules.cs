using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Decode;

/// <summary>Which JPEG headers promise a picture that can be decoded in bounded memory and time; checked before anything is allocated.</summary>
internal static class JpegHeaderRules
{
    private const int LargestFactor = 4;

    /// <summary>A Huffman-coded file spends at least one bit on each group of blocks, which covers 32 x 32 pixels at most: 8,192 pixels per byte.</summary>
    private const int MostPixelsPerByte = 8 * 32 * 32;

    /// <summary>Checks a header.</summary>
    /// <param name="header">Header.</param>
    /// <param name="fileBytes">Length of the file.</param>
    /// <param name="maximumPixels">Largest picture allowed.</param>
    /// <exception cref="Core.Errors.BadSampleException">The file cannot be decoded.</exception>
    public static void Check(in JpegHeader header, int fileBytes, long maximumPixels)
    {
        if (header.FrameMarker is not (0xC0 or 0xC1 or 0xC2 or 0xC9 or 0xCA))
            throw JpegErrors.UnsupportedCoding(header);
        if (header.Precision != 8)
            throw JpegErrors.UnsupportedPrecision(header);
        if (header.Components is not (1 or 3))
            throw JpegErrors.UnsupportedColor(header);
        ImageShape shape = header.Shape;
        if (shape is { Width: > 0, Height: 0 })
            throw JpegErrors.HeightAfterScan(header);
        if (shape.Pixels == 0)
            throw DecodeErrors.NoPixels("JPEG", shape, header.FrameOffset);
        CheckSampling(header);
        if (shape.Pixels > maximumPixels)
            throw DecodeErrors.TooLarge(shape, maximumPixels, header.FrameOffset);
        long needed = shape.Pixels / MostPixelsPerByte;
        if (!header.IsArithmetic && fileBytes < needed)
            throw DecodeErrors.TooShortForSize("JPEG", shape, fileBytes, needed);
    }

    private static void CheckSampling(in JpegHeader header)
    {
        int widest = 0, tallest = 0;
        for (int i = 0; i < header.Components; i++)
        {
            int horizontal = header.HorizontalFactor(i), vertical = header.VerticalFactor(i);
            if (horizontal is 0 or > LargestFactor || vertical is 0 or > LargestFactor)
                throw JpegErrors.BogusSampling(header);
            widest = Math.Max(widest, horizontal);
            tallest = Math.Max(tallest, vertical);
        }

        for (int i = 0; i < header.Components; i++)
        {
            if (widest % header.HorizontalFactor(i) != 0 || tallest % header.VerticalFactor(i) != 0)
                throw JpegErrors.UnsupportedSampling(header);
        }
    }
}
