using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Benchmarks.Photometric;

/// <summary>A smear of 9 pixels at 30 degrees; the scalar twin pads the whole picture first.</summary>
public class MotionBlurBenchmarks : PhotometricBenchmarks
{
    private const int LargestRadius = 5;
    private readonly int[] _offsets = new int[((2 * LargestRadius) + 1) * ((2 * LargestRadius) + 1)];
    private readonly byte[] _padded = new byte[DrawnPhoto.OutputShape.Height * (DrawnPhoto.OutputShape.RowBytes + (2 * LargestRadius * ImageShape.Channels))];

    private protected override PhotometricStepOptions Options => new MotionBlurOptions { Length = new NumberRange(9, 9), Angle = new NumberRange(30, 30) };

    private protected override void RunScalar(ReadOnlyImageView source, ImageView destination)
    {
        MotionKernel kernel = ((MotionBlur)Operation).Kernel;
        int height = source.Shape.Height;
        int stride = source.Shape.RowBytes + (2 * kernel.Radius * ImageShape.Channels);
        for (int y = 0; y < height; y++)
            RowRing.Pad(source.Row(y), kernel.Radius, _padded.AsSpan(y * stride, stride));
        Span<int> offsets = _offsets.AsSpan(0, kernel.Weights.Length);
        for (int y = 0; y < height; y++)
        {
            for (int tap = 0; tap < offsets.Length; tap++)
                offsets[tap] = (Math.Clamp(y + kernel.Rows[tap], 0, height - 1) * stride) + ((kernel.Columns[tap] + kernel.Radius) * ImageShape.Channels);
            WeightedSum.RunScalar(_padded, offsets, kernel.Weights, destination.Row(y));
        }
    }
}
