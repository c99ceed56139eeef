using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Pipeline.Decode;

/// <summary>What a JPEG file makes a decoder keep in memory besides the picture, known from its header.</summary>
internal static class JpegMemoryRules
{
    /// <summary>
    /// Bytes for all coefficients of a file of several scans, as the engine's own decoder lays them out; libjpeg-turbo, which decodes what
    /// that refuses, takes up to a fifth less for wide pictures.
    /// </summary>
    /// <param name="header">Checked header.</param>
    /// <returns>0 for files of one scan, of which no decoder keeps more than a row of coding units.</returns>
    public static long CoefficientBytes(in JpegHeader header)
    {
        if (!header.HasSeveralScans)
            return 0;
        int widest = 1, tallest = 1;
        for (int i = 0; i < header.Components; i++)
        {
            widest = Math.Max(widest, Horizontal(header, i));
            tallest = Math.Max(tallest, Vertical(header, i));
        }

        long groups = 0;
        int units = (header.Shape.Width + 8 * widest - 1) / (8 * widest), rows = (header.Shape.Height + 8 * tallest - 1) / (8 * tallest);
        for (int i = 0; i < header.Components; i++)
            groups += (long)CoefficientRows.Groups(units * Horizontal(header, i)) * rows * Vertical(header, i);
        return groups * CoefficientRows.GroupStride * sizeof(short);
    }

    // A scan of one component has one block per coding unit, whatever its factors.
    private static int Horizontal(in JpegHeader header, int component) => header.Components == 1 ? 1 : header.HorizontalFactor(component);

    private static int Vertical(in JpegHeader header, int component) => header.Components == 1 ? 1 : header.VerticalFactor(component);
}
