using FeatureForge.Core.Errors;

namespace FeatureForge.Pipeline.Decode;

/// <summary>Tells formats apart by their first bytes.</summary>
internal static class ImageSignature
{
    public static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool IsJpeg(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]);

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(Png);

    public static bool IsWebP(ReadOnlySpan<byte> file) => file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8);

    /// <summary>The error for a file that is none of the formats read.</summary>
    public static BadSampleException Refuse(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
            return DecodeErrors.EmptyFile();
        string? format = NameOther(file);
        return format is null ? DecodeErrors.UnknownFormat(file) : DecodeErrors.UnsupportedFormat(format);
    }

    private static string? NameOther(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("GIF8"u8))
            return "a GIF picture";
        if (file.StartsWith("BM"u8) && file.Length >= 26)
            return "a BMP picture";
        if (file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8))
            return "a TIFF picture or camera raw file";
        if (file.StartsWith("8BPS"u8))
            return "a Photoshop document";
        if (file.StartsWith("%PDF"u8))
            return "a PDF document";
        if (file.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, (byte)'j', (byte)'P']) || file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]))
            return "a JPEG 2000 picture";
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || file.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L']))
            return "a JPEG XL picture";
        if (file.Length >= 12 && file[4..].StartsWith("ftyp"u8))
            return file[8..].StartsWith("avi"u8) ? "an AVIF picture" : file[8..].StartsWith("hei"u8) || file[8..].StartsWith("mif1"u8) ? "a HEIF picture" : "a video or other ISO media file";
        return file.IndexOf("<svg"u8) is >= 0 and < 512 ? "an SVG drawing" : null;
    }
}
