namespace FeatureForge.Core.Mathematics;

/// <summary>
/// Elementary functions built from + - x / alone, in a fixed order, so that every CPU and every device gives the same bits.
/// The platform's own functions differ between machines in the last place and are banned from pixel and target work.
/// Method: argument reduction and Taylor or artanh series; the error stays within about one unit in the last place of double.
/// </summary>
public static class DeterministicMath
{
    // ln 2 and pi / 2 split into a head with trailing zero bits (so that whole multiples are exact) and a tail; fdlibm's splits.
    private const double Ln2Head = 6.93147180369123816490e-01;
    private const double Ln2Tail = 1.90821492927058770002e-10;
    private const double HalfPiHead = 1.57079632673412561417e+00;
    private const double HalfPiMiddle = 6.07710050630396597660e-11;
    private const double HalfPiTail = 2.02226624879595063154e-21;
    private const float Ln2HeadSingle = 6.9313812256e-01f;
    private const float Ln2TailSingle = 9.0580006145e-06f;
    private const double SquareRootOfTwo = 1.4142135623730951;
    private const double LargestAngle = 1e5;

    /// <summary>e to the power x.</summary>
    /// <param name="x">Exponent; results beyond the range of double are infinity or 0.</param>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (x > 709.782712893384)
            return double.PositiveInfinity;
        if (x < -745.2)
            return 0;
        double k = Math.Round(x / 0.6931471805599453);
        double r = (x - (k * Ln2Head)) - (k * Ln2Tail);
        double sum = 1;
        for (int n = 16; n >= 1; n--)
            sum = 1 + (r * sum / n);
        return ScaleByPowerOfTwo(sum, (int)k);
    }

    /// <summary>Natural logarithm.</summary>
    /// <param name="x">Positive number; 0 gives minus infinity, a negative number NaN.</param>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0)
            return double.NaN;
        if (x == 0)
            return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x))
            return x;
        int k = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984.0;
            k = -54;
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        k += (int)(bits >> 52) - 1023;
        double m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (m > SquareRootOfTwo)
        {
            m *= 0.5;
            k++;
        }

        double s = (m - 1) / (m + 1);
        double z = s * s;
        double sum = 0;
        for (int n = 25; n >= 3; n -= 2)
            sum = (sum + (1.0 / n)) * z;
        return (k * Ln2Head) + ((k * Ln2Tail) + ((2 * s) + (2 * s * sum)));
    }

    /// <summary>x to the power y, as e^(y ln x).</summary>
    /// <param name="x">Base, 0 or more.</param>
    /// <param name="y">Exponent.</param>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1)
            return 1;
        if (x == 0)
            return y > 0 ? 0 : double.PositiveInfinity;
        return Exp(y * Log(x));
    }

    /// <summary>Sine.</summary>
    /// <param name="x">Angle in radians, at most 100,000 in size.</param>
    /// <exception cref="ArgumentOutOfRangeException">The angle is larger.</exception>
    public static double Sin(double x)
    {
        int quadrant = ReduceToEighth(x, out double r);
        return (quadrant & 3) switch { 0 => SinKernel(r), 1 => CosKernel(r), 2 => -SinKernel(r), _ => -CosKernel(r) };
    }

    /// <summary>Cosine.</summary>
    /// <param name="x">Angle in radians, at most 100,000 in size.</param>
    /// <exception cref="ArgumentOutOfRangeException">The angle is larger.</exception>
    public static double Cos(double x)
    {
        int quadrant = ReduceToEighth(x, out double r);
        return (quadrant & 3) switch { 0 => CosKernel(r), 1 => -SinKernel(r), 2 => -CosKernel(r), _ => SinKernel(r) };
    }

    /// <summary>Natural logarithm in float32 throughout, so that a device without float64 gives the same bits. Series of fdlibm's logf.</summary>
    /// <param name="x">Positive, normal, finite number.</param>
    public static float Log(float x)
    {
        int bits = BitConverter.SingleToInt32Bits(x);
        // Adding the distance from sqrt(1/2) to 1 carries into the exponent exactly when the mantissa is above sqrt(2).
        bits += 0x3F800000 - 0x3F3504F3;
        int k = (bits >> 23) - 127;
        float m = BitConverter.Int32BitsToSingle((bits & 0x007FFFFF) + 0x3F3504F3);
        float f = m - 1f;
        float s = f / (2f + f);
        float z = s * s;
        float w = z * z;
        float odd = w * (0.40000972152f + (w * 0.24279078841f));
        float even = z * (0.66666662693f + (w * 0.28498786688f));
        float halfSquare = 0.5f * f * f;
        return (s * (halfSquare + (odd + even))) + (k * Ln2TailSingle) - halfSquare + f + (k * Ln2HeadSingle);
    }

    private static int ReduceToEighth(double x, out double r)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(x), LargestAngle, nameof(x));
        double k = Math.Round(x / 1.5707963267948966);
        r = ((x - (k * HalfPiHead)) - (k * HalfPiMiddle)) - (k * HalfPiTail);
        return (int)k;
    }

    private static double SinKernel(double r)
    {
        double z = r * r;
        double sum = 1;
        for (int n = 18; n >= 2; n -= 2)
            sum = 1 - (z * sum / (n * (n + 1)));
        return r * sum;
    }

    private static double CosKernel(double r)
    {
        double z = r * r;
        double sum = 1;
        for (int n = 17; n >= 1; n -= 2)
            sum = 1 - (z * sum / (n * (n + 1)));
        return sum;
    }

    private static double ScaleByPowerOfTwo(double x, int k)
    {
        // Two steps, because 2^k itself is out of range at both ends.
        int half = k / 2;
        return x * PowerOfTwo(half) * PowerOfTwo(k - half);
    }

    private static double PowerOfTwo(int k) => BitConverter.Int64BitsToDouble((long)(k + 1023) << 52);
}
