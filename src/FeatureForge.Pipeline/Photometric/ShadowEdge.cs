using FeatureForge.Core.Mathematics;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// The straight edge of a shadow in integers. The unit normal has 12 fraction bits and points from shadow to light:
/// <c>normalX = floor(4096 cos(angle) + 0.5)</c>, <c>normalY = floor(4096 sin(angle) + 0.5)</c>. A pixel's centre is at half pixels
/// (2x + 1, 2y + 1), so <c>depth = (start - normalX (2x + 1) - normalY (2y + 1)) >> 5</c> counts 1/256 pixels into the shadow from
/// where the penumbra starts, <c>w = min(256, (clamp(depth, 0, penumbra) * reciprocal) >> 16)</c>, and
/// <c>reciprocal = ceil(2^24 / penumbra)</c> makes w reach 256 at the penumbra's end.
/// </summary>
internal readonly record struct ShadowEdge(int NormalX, int NormalY, int Start, int Penumbra, int Reciprocal)
{
    /// <summary>Weight of full shadow.</summary>
    public const int One = 256;

    private const int UnitsPerHalfPixel = 4096;
    private const int UnitsPerPenumbraStep = 32;
    private const int PenumbraStepsPerPixel = 256;

    /// <summary>Largest width and height for which every product stays within 32 bits.</summary>
    public const int LargestSide = 65_535;

    /// <summary>Puts an edge so that a share of the picture's area is in shadow.</summary>
    /// <param name="shape">Picture, at most <see cref="LargestSide"/> on either side.</param>
    /// <param name="degrees">Direction from shadow to light, from the x axis towards the y axis, which points down.</param>
    /// <param name="coverage">Share of the area in shadow, 0 to 1, measured to the middle of the penumbra.</param>
    /// <param name="penumbraPixels">Width of the penumbra.</param>
    public static ShadowEdge Create(ImageShape shape, double degrees, double coverage, double penumbraPixels)
    {
        double radians = degrees * (Math.PI / 180);
        int normalX = (int)Math.Floor((UnitsPerHalfPixel * DeterministicMath.Cos(radians)) + 0.5);
        int normalY = (int)Math.Floor((UnitsPerHalfPixel * DeterministicMath.Sin(radians)) + 0.5);
        double spanX = 2.0 * Math.Abs(normalX) * shape.Width;
        double spanY = 2.0 * Math.Abs(normalY) * shape.Height;
        double lowest = Math.Min(0, 2.0 * normalX * shape.Width) + Math.Min(0, 2.0 * normalY * shape.Height);
        int penumbra = (int)Math.Floor((PenumbraStepsPerPixel * Math.Max(1, penumbraPixels)) + 0.5);
        double middle = lowest + PositionOfShare(Math.Min(spanX, spanY), Math.Max(spanX, spanY), coverage);
        int start = (int)Math.Floor(middle + 0.5) + (penumbra * (UnitsPerPenumbraStep / 2));
        int reciprocal = ((One << 16) + penumbra - 1) / penumbra;
        return new ShadowEdge(normalX, normalY, start, penumbra, reciprocal);
    }

    /// <summary>Weight of the shadow, 0 to 256, on a pixel.</summary>
    public int Weight(int x, int y)
    {
        int depth = (Start - (NormalX * ((2 * x) + 1)) - (NormalY * ((2 * y) + 1))) >> 5;
        return Math.Min(One, (Math.Clamp(depth, 0, Penumbra) * Reciprocal) >> 16);
    }

    /// <summary>
    /// First pixel of a row on the far side of a threshold: the first with a weight below it where the shadow is on the left, the first with a
    /// weight of at least it where the shadow is on the right; the row's width when there is none.
    /// </summary>
    public int FirstBeyond(int threshold, int y, int width)
    {
        int low = 0;
        int high = width;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Weight(middle, y) < threshold == NormalX >= 0)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    /// <summary>How far a line must be moved over a rectangle seen at an angle until a share of the area is behind it.</summary>
    /// <param name="shorter">Shorter one of the two spans of the rectangle's sides along the normal.</param>
    /// <param name="longer">Longer one.</param>
    /// <param name="share">0 to 1.</param>
    private static double PositionOfShare(double shorter, double longer, double share)
    {
        double smaller = Math.Min(share, 1 - share);
        // The area grows with the square of the way within the corner triangle, and in proportion between the triangles.
        double way = 2 * longer * smaller < shorter ? Math.Sqrt(2 * shorter * longer * smaller) : (longer * smaller) + (shorter / 2);
        return share <= 0.5 ? way : shorter + longer - way;
    }
}
