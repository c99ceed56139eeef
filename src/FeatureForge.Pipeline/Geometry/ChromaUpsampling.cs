using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// How libjpeg brings a chroma plane to the picture's size along one axis. "Fancy" upsampling by 2 makes an even pixel of 3/4 of its own
/// sample and 1/4 of the one before, an odd pixel of 3/4 and 1/4 of the one after; beyond the plane's edge stands the sample
/// at the edge. Everything else repeats samples. The default is a plane of the picture's size.
/// </summary>
/// <param name="Factor">Pixels per sample; 0 and 1 mean one.</param>
/// <param name="IsFiltered">True for the triangle filter; only with a factor of 2.</param>
internal readonly record struct ChromaUpsampling(int Factor, bool IsFiltered)
{
    private const int NarrowestFiltered = 3;
    private const double NearShare = 0.75;
    private const double FarShare = 0.25;

    /// <summary>True unless the plane has the picture's size.</summary>
    public bool IsNeeded => Factor > 1;

    /// <summary>The choice of libjpeg for the columns of a picture's chroma. Planes of 1 or 2 columns are not filtered.</summary>
    public static ChromaUpsampling Columns(RowFormat format) =>
        new(format.ChromaFactorX, format is { ChromaFactorX: 2, ChromaFactorY: 1 or 2 } && format.ChromaShape.Width >= NarrowestFiltered);

    /// <summary>The choice of libjpeg for the rows of a picture's chroma. Where columns are doubled and not filtered, rows are not either.</summary>
    public static ChromaUpsampling Rows(RowFormat format) =>
        new(format.ChromaFactorY, format.ChromaFactorY == 2 && (format.ChromaFactorX == 1 || Columns(format).IsFiltered));

    /// <summary>Samples that some pixels are made of.</summary>
    /// <param name="pixels">First pixel, and the one after the last.</param>
    /// <param name="pictureSize">Pixels along the axis.</param>
    /// <returns>First sample, and the one after the last.</returns>
    public (int Start, int End) SamplesOf((int Start, int End) pixels, int pictureSize)
    {
        if (!IsNeeded)
            return pixels;
        if (!IsFiltered)
            return (pixels.Start / Factor, ((pixels.End - 1) / Factor) + 1);
        int samples = (pictureSize + 1) / 2;
        return (Math.Max(0, (pixels.Start - 1) >> 1), Math.Min(samples, (pixels.End >> 1) + 1));
    }

    /// <summary>Adds the shares of pixels to the samples that they are made of: pixel by pixel, first to its own sample, then to the neighbour.</summary>
    /// <param name="pixels">Shares of some consecutive pixels.</param>
    /// <param name="firstPixel">The first of them.</param>
    /// <param name="pictureSize">Pixels along the axis.</param>
    /// <param name="shares">Shares of samples, added to.</param>
    /// <param name="firstSample">The first of them.</param>
    public void Spread(ReadOnlySpan<double> pixels, int firstPixel, int pictureSize, Span<double> shares, int firstSample)
    {
        if (!IsFiltered)
        {
            for (int i = 0; i < pixels.Length; i++)
                shares[((firstPixel + i) / Factor) - firstSample] += pixels[i];
            return;
        }

        int last = ((pictureSize + 1) / 2) - 1;
        for (int i = 0; i < pixels.Length; i++)
        {
            int pixel = firstPixel + i;
            int near = pixel >> 1;
            int far = Math.Clamp(near - 1 + (2 * (pixel & 1)), 0, last);
            shares[near - firstSample] += pixels[i] * NearShare;
            shares[far - firstSample] += pixels[i] * FarShare;
        }
    }
}
