using FeatureForge.Core.Mathematics;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// The taps of a straight smear. With n = ceil(4 length), n points lie evenly on a line of the given length through the centre:
/// t(j) = ((j + 0.5) / n - 0.5) length, at x = t cos(angle), y = t sin(angle). Each point is spread over its four neighbouring pixels
/// bilinearly (floor, then 1 - fraction and fraction), summed over the points in order j. In the order of rows, then columns, with
/// C(i) the share of the sum up to and with pixel i, pixel i weighs floor(256 C(i) + 0.5) - floor(256 C(i - 1) + 0.5): weights sum
/// to exactly 256 and each is within 1 of the ideal. Pixels of weight 0 are left out.
/// </summary>
internal sealed class MotionKernel
{
    private const int PointsPerPixel = 4;

    private readonly int _side;
    private readonly double[] _density;
    private readonly int[] _columns;
    private readonly int[] _rows;
    private readonly ushort[] _weights;
    private int _count;

    public MotionKernel(double longest)
    {
        Radius = (int)Math.Floor(longest / 2) + 1;
        _side = (2 * Radius) + 1;
        _density = new double[_side * _side];
        _columns = new int[_side * _side];
        _rows = new int[_side * _side];
        _weights = new ushort[_side * _side];
    }

    /// <summary>Largest distance of a tap from the centre, in pixels, along either axis.</summary>
    public int Radius { get; }

    /// <summary>Column of each tap relative to the centre.</summary>
    public ReadOnlySpan<int> Columns => _columns.AsSpan(0, _count);

    /// <summary>Row of each tap relative to the centre.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>Weight of each tap, 8 fraction bits, sum 256.</summary>
    public ReadOnlySpan<ushort> Weights => _weights.AsSpan(0, _count);

    /// <summary>Makes the taps for a line.</summary>
    /// <param name="length">Pixels, at most the longest of the constructor.</param>
    /// <param name="degrees">Angle from the x axis towards the y axis, which points down.</param>
    public void Set(double length, double degrees)
    {
        double radians = degrees * (Math.PI / 180);
        double cosine = DeterministicMath.Cos(radians);
        double sine = DeterministicMath.Sin(radians);
        int points = (int)Math.Ceiling(PointsPerPixel * length);
        Array.Clear(_density);
        for (int j = 0; j < points; j++)
        {
            double t = (((j + 0.5) / points) - 0.5) * length;
            Spread(t * cosine, t * sine);
        }

        Quantise(points);
    }

    private void Spread(double x, double y)
    {
        double column = Math.Floor(x);
        double row = Math.Floor(y);
        double right = x - column;
        double below = y - row;
        int corner = (((int)row + Radius) * _side) + (int)column + Radius;
        _density[corner] += (1 - right) * (1 - below);
        _density[corner + 1] += right * (1 - below);
        _density[corner + _side] += (1 - right) * below;
        _density[corner + _side + 1] += right * below;
    }

    private void Quantise(int points)
    {
        _count = 0;
        double sum = 0;
        int given = 0;
        for (int i = 0; i < _density.Length; i++)
        {
            sum += _density[i];
            int due = (int)Math.Floor((WeightedSum.One * sum / points) + 0.5);
            if (due == given)
                continue;
            _columns[_count] = (i % _side) - Radius;
            _rows[_count] = (i / _side) - Radius;
            _weights[_count++] = (ushort)(due - given);
            given = due;
        }
    }
}
