using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Benchmarks.Photometric;

/// <summary>Gaussian blur, radius twice sigma; the scalar twin keeps a whole picture between rows and columns.</summary>
public class BlurBenchmarks : PhotometricBenchmarks
{
    private const int LargestRadius = 4;
    private readonly int[] _offsets = new int[(2 * LargestRadius) + 1];
    private readonly byte[] _padded = new byte[DrawnPhoto.OutputShape.RowBytes + (2 * LargestRadius * ImageShape.Channels)];
    private readonly byte[] _rows = new byte[DrawnPhoto.OutputShape.RgbBytes];

    /// <summary>Standard deviation in pixels.</summary>
    [Params(1.0, 2.0)]
    public double Sigma { get; set; }

    private protected override PhotometricStepOptions Options => new BlurOptions { Sigma = new NumberRange(Sigma, Sigma) };

    private protected override void RunScalar(ReadOnlyImageView source, ImageView destination)
    {
        var operation = (Blur)Operation;
        int rowBytes = source.Shape.RowBytes;
        Span<int> offsets = _offsets.AsSpan(0, operation.Taps.Length);
        for (int tap = 0; tap < offsets.Length; tap++)
            offsets[tap] = tap * ImageShape.Channels;
        for (int y = 0; y < source.Shape.Height; y++)
        {
            RowRing.Pad(source.Row(y), operation.Radius, _padded);
            WeightedSum.RunScalar(_padded, offsets, operation.Taps, _rows.AsSpan(y * rowBytes, rowBytes));
        }

        for (int y = 0; y < source.Shape.Height; y++)
        {
            for (int tap = 0; tap < offsets.Length; tap++)
                offsets[tap] = Math.Clamp(y - operation.Radius + tap, 0, source.Shape.Height - 1) * rowBytes;
            WeightedSum.RunScalar(_rows, offsets, operation.Taps, destination.Row(y));
        }
    }
}
