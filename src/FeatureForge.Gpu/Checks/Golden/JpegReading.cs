using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Decodes drawn files, which no decoder refuses.</summary>
internal static class JpegReading
{
    /// <summary>Packed RGB of the whole picture.</summary>
    /// <param name="decoder">Decoder.</param>
    /// <param name="file">File.</param>
    public static byte[] Picture(FastJpegDecoder decoder, ReadOnlySpan<byte> file)
    {
        Expect(decoder.Read(file));
        var picture = new byte[decoder.Frame.Shape.RgbBytes + FastJpegDecoder.PictureSlack];
        Expect(decoder.DecodePicture(file, picture));
        return picture[..^FastJpegDecoder.PictureSlack];
    }

    /// <summary>Coefficients of the whole picture.</summary>
    /// <param name="decoder">Decoder.</param>
    /// <param name="file">File.</param>
    /// <param name="coefficients">Takes them.</param>
    public static void Coefficients(FastJpegDecoder decoder, ReadOnlySpan<byte> file, JpegCoefficients coefficients) => Expect(decoder.DecodeCoefficients(file, coefficients));

    private static void Expect(JpegRefusal refusal)
    {
        if (refusal != JpegRefusal.None)
            throw new InvalidOperationException($"The decoder refuses a drawn file ({refusal}); a mistake of this program, please report it.");
    }
}
