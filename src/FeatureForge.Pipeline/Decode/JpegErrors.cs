using FeatureForge.Core.Errors;

namespace FeatureForge.Pipeline.Decode;

/// <summary>Why a JPEG file cannot become a picture. Offsets are those of the marker concerned.</summary>
internal static class JpegErrors
{
    public static BadSampleException HeaderCutOff(long fileBytes) =>
        new("truncated", $"The JPEG file ends after {fileBytes} bytes, before its first scan. Copy it again from its source.", fileBytes);

    public static BadSampleException SegmentCutOff(long offset, int declared, int left) =>
        new("truncated", $"A JPEG segment declares {declared} bytes, the file has {left} more. Copy the file again from its source.", offset);

    public static BadSampleException NoPicture(long offset) =>
        new("damaged", "The JPEG file ends (marker FF D9) before any picture data. Replace the file.", offset);

    public static BadSampleException ScanBeforeFrame(long offset) =>
        new("damaged", "The JPEG scan comes before the frame header that gives its size. Replace the file.", offset);

    public static BadSampleException SecondFrame(long offset, long first) =>
        new("damaged", $"The JPEG file has a second frame header (the first is at byte {first}), one is allowed. Re-encode the file.", offset);

    public static BadSampleException FrameTooShort(long offset, int bytes) =>
        new("damaged", $"The JPEG frame header has {bytes} bytes, too few for the components it declares. Replace the file.", offset);

    public static BadSampleException UnsupportedCoding(JpegHeader header) =>
        new("unsupported-coding", $"The JPEG coding process is {Process(header.FrameMarker)} (marker FF {header.FrameMarker:X2}); baseline, extended and progressive files are read. Re-encode the file.", header.FrameOffset);

    public static BadSampleException HeightAfterScan(JpegHeader header) =>
        new("unsupported-coding", $"The JPEG header declares {header.Shape} pixels and leaves the height to a later marker (DNL), which is not read. Re-encode the file.", header.FrameOffset);

    public static BadSampleException UnsupportedPrecision(JpegHeader header) =>
        new("unsupported-precision", $"The JPEG file has {header.Precision} bits per sample, 8 are read. Re-encode the file with 8 bits.", header.FrameOffset);

    public static BadSampleException UnsupportedColor(JpegHeader header)
    {
        string color = header.Components != 4 ? $"{header.Components} colour components" : header.AdobeTransform == 2 ? "4 colour components (YCCK)" : "4 colour components (CMYK)";
        return new("unsupported-color", $"The JPEG file has {color}, files with 1 (grey) or 3 are read. Convert it to RGB.", header.FrameOffset);
    }

    public static BadSampleException BogusSampling(JpegHeader header) =>
        new("damaged", $"The JPEG sampling factors are {Factors(header)}, each must be 1 to 4. Replace the file.", header.FrameOffset);

    public static BadSampleException UnsupportedSampling(JpegHeader header) =>
        new("unsupported-sampling", $"The JPEG chroma sampling is {Factors(header)}; the largest factor must be a multiple of every other and a block group may have 10 blocks. Re-encode the file as 4:2:0 or 4:4:4.", header.FrameOffset);

    public static BadSampleException TooManyScans(string said) =>
        new("too-many-scans", $"The JPEG file is built to take long: {said}. Re-encode it as baseline.");

    public static BadSampleException TooManyScans(int scans, long pixels, long offset) =>
        new("too-many-scans", $"The JPEG file passes {scans} times over {pixels} pixels, far more than any encoder writes. Re-encode it as baseline.", offset);

    /// <summary>Sampling factors as people write them, for example <c>2x2 1x1 1x1</c>.</summary>
    public static string Factors(JpegHeader header) =>
        string.Join(' ', Enumerable.Range(0, Math.Min(4, header.Components)).Select(i => $"{header.HorizontalFactor(i)}x{header.VerticalFactor(i)}"));

    private static string Process(byte frameMarker) => frameMarker switch
    {
        0xC3 => "lossless",
        0xCB => "lossless, arithmetic",
        0xC5 or 0xC6 or 0xC7 or 0xCD or 0xCE or 0xCF => "hierarchical",
        _ => "not known",
    };
}
