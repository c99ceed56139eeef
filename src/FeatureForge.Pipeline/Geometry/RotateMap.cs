using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// Linear map about the picture's centre from an output pixel to its source position, in 16.16 fixed point. With
/// <c>u = 2x + 1 - width</c> and <c>v = 2y + 1 - height</c> (twice the distance from the centre) the source column is
/// <c>((XX u + XY v) >> 1) + ((width - 1) &lt;&lt; 15)</c>, the row likewise; whole numbers are pixel centres.
/// </summary>
/// <param name="XX">Source columns per output column.</param>
/// <param name="XY">Source columns per output row.</param>
/// <param name="YX">Source rows per output column.</param>
/// <param name="YY">Source rows per output row.</param>
internal readonly record struct RotateMap(long XX, long XY, long YX, long YY)
{
    /// <summary>Nearest 16.16 number.</summary>
    /// <param name="value">Coefficient.</param>
    public static long Fixed(double value) => (long)Math.Floor((value * 65536.0) + 0.5);

    /// <summary>Source position of the first pixel of a row; each further pixel adds (XX, YX) exactly.</summary>
    /// <param name="shape">Shape of the picture.</param>
    /// <param name="y">Output row.</param>
    public (long X, long Y) RowStart(ImageShape shape, int y)
    {
        long u = 1 - shape.Width;
        long v = (2L * y) + 1 - shape.Height;
        return ((((XX * u) + (XY * v)) >> 1) + ((shape.Width - 1L) << 15), (((YX * u) + (YY * v)) >> 1) + ((shape.Height - 1L) << 15));
    }

    /// <summary>Output pixels of a row for which <c>0 &lt;= start + step x &lt; limit</c>, cut to the given range.</summary>
    /// <param name="start">Position of pixel 0.</param>
    /// <param name="step">Added per pixel.</param>
    /// <param name="limit">Exclusive limit.</param>
    /// <param name="range">Range to cut.</param>
    public static (int First, int End) Within(long start, long step, long limit, (int First, int End) range)
    {
        if (step == 0)
            return start >= 0 && start < limit ? range : (range.First, range.First);
        // Both bounds are solved for a positive step; a negative one mirrors the interval.
        (long low, long high) = step > 0
            ? (CeilingDivide(-start, step), CeilingDivide(limit - start, step))
            : (CeilingDivide(start - limit + 1, -step), CeilingDivide(start + 1, -step));
        int first = (int)Math.Clamp(low, range.First, range.End);
        return (first, (int)Math.Clamp(high, first, range.End));
    }

    private static long CeilingDivide(long dividend, long divisor)
    {
        (long quotient, long remainder) = Math.DivRem(dividend, divisor);
        return remainder > 0 ? quotient + 1 : quotient;
    }
}
