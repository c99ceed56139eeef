using FeatureForge.Core.Mathematics;

namespace FeatureForge.Pipeline.Run;

/// <summary>How near pictures of fidelity <c>fast</c> came to the reference: PSNR over the bytes of finished geometry, before photometric steps.</summary>
public sealed class FidelityStatistics
{
    private const double LargestValue = 255;
    private double _sum;

    /// <summary>Pictures compared, identical ones too.</summary>
    public long Compared { get; private set; }

    /// <summary>Pictures without a single different byte; they have no finite PSNR and count in neither mean nor worst.</summary>
    public long Identical { get; private set; }

    /// <summary>Mean PSNR in dB of the pictures that differ; infinite where none does.</summary>
    public double Mean => Compared == Identical ? double.PositiveInfinity : _sum / (Compared - Identical);

    /// <summary>Smallest PSNR in dB; infinite where no picture differs.</summary>
    public double Worst { get; private set; } = double.PositiveInfinity;

    /// <summary>Adds the pictures of another worker.</summary>
    /// <param name="other">Statistics to add.</param>
    public void Add(FidelityStatistics other)
    {
        Compared += other.Compared;
        Identical += other.Identical;
        _sum += other._sum;
        Worst = Math.Min(Worst, other.Worst);
    }

    /// <summary>Compares two pictures of equal size.</summary>
    /// <param name="picture">Bytes made.</param>
    /// <param name="reference">Bytes of the reference.</param>
    internal void Compare(ReadOnlySpan<byte> picture, ReadOnlySpan<byte> reference)
    {
        long squares = 0;
        for (int i = 0; i < picture.Length; i++)
        {
            int difference = picture[i] - reference[i];
            squares += difference * difference;
        }

        Compared++;
        if (squares == 0)
        {
            Identical++;
            return;
        }

        double meanSquare = (double)squares / picture.Length;
        double decibels = 10 * DeterministicMath.Log(LargestValue * LargestValue / meanSquare) / DeterministicMath.Log(10.0);
        _sum += decibels;
        Worst = Math.Min(Worst, decibels);
    }
}
