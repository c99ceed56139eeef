using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Decode;

/// <summary>What the markers of a JPEG file say before its first scan.</summary>
internal readonly record struct JpegHeader
{
    /// <summary>Size declared; the height is 0 in files that state it after the first scan (DNL).</summary>
    public required ImageShape Shape { get; init; }

    /// <summary>Second byte of the frame marker, 0xC0 to 0xCF: the coding process.</summary>
    public required byte FrameMarker { get; init; }

    /// <summary>Bits per sample.</summary>
    public required int Precision { get; init; }

    /// <summary>Colour components, 0 to 255.</summary>
    public required int Components { get; init; }

    /// <summary>Sampling factors of the first four components, first component in the lowest byte, horizontal factor in the upper half.</summary>
    public required uint SamplingFactors { get; init; }

    /// <summary>Identifiers of the first four components, first component in the lowest byte.</summary>
    public required uint ComponentNames { get; init; }

    /// <summary>True when the file has a JFIF marker, which settles the colours as YCbCr.</summary>
    public required bool HasJfif { get; init; }

    /// <summary>Transform of the Adobe marker, or -1 when there is none.</summary>
    public required int AdobeTransform { get; init; }

    /// <summary>EXIF orientation.</summary>
    public required Orientation Orientation { get; init; }

    /// <summary>Offset of the frame marker's 0xFF.</summary>
    public required int FrameOffset { get; init; }

    /// <summary>Offset of the first scan marker's 0xFF.</summary>
    public required int ScanOffset { get; init; }

    /// <summary>Colour components in the first scan.</summary>
    public required int ScanComponents { get; init; }

    /// <summary>True for SOF9 and above: arithmetic instead of Huffman coding.</summary>
    public bool IsArithmetic => FrameMarker >= 0xC9;

    /// <summary>True for SOF2 and SOF10.</summary>
    public bool IsProgressive => FrameMarker is 0xC2 or 0xCA;

    /// <summary>True when the picture is not complete after one scan, so that a decoder keeps all coefficients.</summary>
    public bool HasSeveralScans => IsProgressive || ScanComponents < Components;

    /// <summary>True when three components are red, green and blue, by the rules of libjpeg: JFIF first, then Adobe, then the names R, G, B.</summary>
    public bool IsRgb => Components == 3 && !HasJfif && (AdobeTransform >= 0 ? AdobeTransform == 0 : (ComponentNames & 0xFFFFFF) == ('R' | 'G' << 8 | 'B' << 16));

    /// <summary>Horizontal sampling factor.</summary>
    /// <param name="component">Component, 0 to 3.</param>
    public int HorizontalFactor(int component) => (int)(SamplingFactors >> (component * 8 + 4)) & 15;

    /// <summary>Vertical sampling factor.</summary>
    /// <param name="component">Component, 0 to 3.</param>
    public int VerticalFactor(int component) => (int)(SamplingFactors >> (component * 8)) & 15;
}
