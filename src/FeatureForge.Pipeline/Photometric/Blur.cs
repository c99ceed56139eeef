using FeatureForge.Core.Mathematics;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Gaussian blur: radius r = ceil(2 sigma); with g(k) = exp(-k k / (2 sigma sigma)) and G their sum over -r..r, the taps are
/// w(k) = floor(256 g(k) / G + 0.5) for k other than 0 and w(0) = 256 less the others. Rows first, then columns, each rounded to
/// 8 bits by (sum + 128) >> 8; edge pixels are repeated beyond the picture.
/// </summary>
internal sealed class Blur : IPhotometricOperation
{
    private readonly BlurOptions _options;
    private readonly ImageShape _shape;
    private readonly double[] _bell;
    private readonly ushort[] _taps;
    private readonly int[] _offsets;

    public Blur(BlurOptions options, ImageShape shape)
    {
        _options = options;
        _shape = shape;
        int largest = RadiusOf(options.Sigma.High);
        _bell = new double[largest + 1];
        _taps = new ushort[(2 * largest) + 1];
        _offsets = new int[(2 * largest) + 1];
        ScratchBytes = checked(Ring(largest).Bytes + PaddedBytes(largest));
    }

    public string Name => "blur";

    public int ScratchBytes { get; }

    public bool RunsInPlace => true;

    public PointwiseOperation Pointwise => PointwiseOperation.None;

    public int ParameterWords => 1 + Taps.Length;

    /// <summary>Taps of the sample drawn last, -radius to radius, 8 fraction bits, sum 256.</summary>
    public ReadOnlySpan<ushort> Taps => _taps.AsSpan(0, (2 * Radius) + 1);

    /// <summary>Radius of the sample drawn last, in pixels.</summary>
    public int Radius { get; private set; }

    public void Draw(ref SampleRandom random, ReadOnlySpan<BoxPixels> objects, AugmentationLog log)
    {
        double sigma = random.NextIn(_options.Sigma);
        SetSigma(sigma);
        log.Begin("blur"u8);
        log.Number("sigma"u8, sigma);
        log.End();
    }

    public void Run(ReadOnlyImageView source, ImageView destination, Span<byte> scratch)
    {
        RowRing ring = Ring(Radius);
        Span<byte> kept = scratch[..ring.Bytes];
        Span<byte> padded = scratch.Slice(ring.Bytes, PaddedBytes(Radius));
        Span<int> offsets = _offsets.AsSpan(0, (2 * Radius) + 1);
        int next = 0;
        for (int y = 0; y < _shape.Height; y++)
        {
            for (; next < ring.NeededBefore(y); next++)
            {
                RowRing.Pad(source.Row(next), Radius, padded);
                for (int tap = 0; tap < offsets.Length; tap++)
                    offsets[tap] = tap * ImageShape.Channels;
                WeightedSum.Run(padded, offsets, Taps, kept.Slice(ring.Offset(next), _shape.RowBytes));
            }

            for (int tap = 0; tap < offsets.Length; tap++)
                offsets[tap] = ring.Offset(y - Radius + tap);
            WeightedSum.Run(kept, offsets, Taps, destination.Row(y));
        }
    }

    public void WriteParameters(Span<int> words)
    {
        words[0] = Radius;
        for (int tap = 0; tap < Taps.Length; tap++)
            words[1 + tap] = Taps[tap];
    }

    private void SetSigma(double sigma)
    {
        Radius = RadiusOf(sigma);
        double sum = 1;
        for (int k = 1; k <= Radius; k++)
        {
            _bell[k] = DeterministicMath.Exp(-(k * k) / (2 * sigma * sigma));
            sum += 2 * _bell[k];
        }

        int centre = WeightedSum.One;
        for (int k = 1; k <= Radius; k++)
        {
            var weight = (ushort)Math.Floor((WeightedSum.One * _bell[k] / sum) + 0.5);
            _taps[Radius - k] = weight;
            _taps[Radius + k] = weight;
            centre -= 2 * weight;
        }

        _taps[Radius] = (ushort)centre;
    }

    private RowRing Ring(int radius) => new(_shape.Height, radius, _shape.RowBytes);

    private int PaddedBytes(int radius) => checked((_shape.Width + (2 * radius)) * ImageShape.Channels);

    private static int RadiusOf(double sigma) => (int)Math.Ceiling(2 * sigma);
}
