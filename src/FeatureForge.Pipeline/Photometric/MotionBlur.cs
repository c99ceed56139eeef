using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Motion blur: every component is the sum of the taps of <see cref="MotionKernel"/>, (sum + 128) >> 8; edge pixels are repeated
/// beyond the picture.
/// </summary>
internal sealed class MotionBlur : IPhotometricOperation
{
    private const int WordsPerTap = 3;

    private readonly MotionBlurOptions _options;
    private readonly ImageShape _shape;
    private readonly int[] _offsets;

    public MotionBlur(MotionBlurOptions options, ImageShape shape)
    {
        _options = options;
        _shape = shape;
        Kernel = new MotionKernel(options.Length.High);
        int side = (2 * Kernel.Radius) + 1;
        _offsets = new int[side * side];
        ScratchBytes = Ring.Bytes;
    }

    public string Name => "motionBlur";

    public int ScratchBytes { get; }

    public bool RunsInPlace => true;

    public PointwiseOperation Pointwise => PointwiseOperation.None;

    public int ParameterWords => 1 + (WordsPerTap * Kernel.Weights.Length);

    /// <summary>Taps of the sample drawn last.</summary>
    public MotionKernel Kernel { get; }

    private RowRing Ring => new(_shape.Height, Kernel.Radius, checked((_shape.Width + (2 * Kernel.Radius)) * ImageShape.Channels));

    public void Draw(ref SampleRandom random, ReadOnlySpan<BoxPixels> objects, AugmentationLog log)
    {
        double length = random.NextIn(_options.Length);
        double angle = random.NextIn(_options.Angle);
        Kernel.Set(length, angle);
        log.Begin("motionBlur"u8);
        log.Number("length"u8, length);
        log.Number("angle"u8, angle);
        log.End();
    }

    public void Run(ReadOnlyImageView source, ImageView destination, Span<byte> scratch)
    {
        RowRing ring = Ring;
        int slotBytes = (_shape.Width + (2 * Kernel.Radius)) * ImageShape.Channels;
        Span<byte> kept = scratch[..ring.Bytes];
        Span<int> offsets = _offsets.AsSpan(0, Kernel.Weights.Length);
        int next = 0;
        for (int y = 0; y < _shape.Height; y++)
        {
            for (; next < ring.NeededBefore(y); next++)
                RowRing.Pad(source.Row(next), Kernel.Radius, kept.Slice(ring.Offset(next), slotBytes));
            for (int tap = 0; tap < offsets.Length; tap++)
                offsets[tap] = ring.Offset(y + Kernel.Rows[tap]) + ((Kernel.Columns[tap] + Kernel.Radius) * ImageShape.Channels);
            WeightedSum.Run(kept, offsets, Kernel.Weights, destination.Row(y));
        }
    }

    public void WriteParameters(Span<int> words)
    {
        words[0] = Kernel.Weights.Length;
        for (int tap = 0; tap < Kernel.Weights.Length; tap++)
        {
            Span<int> values = words.Slice(1 + (WordsPerTap * tap), WordsPerTap);
            values[0] = Kernel.Columns[tap];
            values[1] = Kernel.Rows[tap];
            values[2] = Kernel.Weights[tap];
        }
    }
}
