using FeatureForge.Core.Mathematics;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Hard cast shadow of strength s. With u = level / 255 the shadow's tone is <c>255 (1 - 0.6 s) u^(1 + 0.6 s)</c>: darker, and flat in the
/// dark. Each component becomes <c>(level (256 - w) + tone[level] w + 128) >> 8</c> with the weight w of <see cref="ShadowEdge"/>.
/// </summary>
internal sealed class Shadows : IPhotometricOperation
{
    private readonly ShadowsOptions _options;
    private readonly ImageShape _shape;

    public Shadows(ShadowsOptions options, ImageShape shape)
    {
        _options = options;
        _shape = shape;
        if (Math.Max(shape.Width, shape.Height) > ShadowEdge.LargestSide)
            throw PhotometricErrors.PictureTooLarge(Name, shape, ShadowEdge.LargestSide);
    }

    public string Name => "shadows";

    public int ScratchBytes => 0;

    public bool RunsInPlace => true;

    public PointwiseOperation Pointwise => PointwiseOperation.Shadows;

    public int ParameterWords => ToneTable.Words + 5;

    /// <summary>Tone within the shadow of the sample drawn last.</summary>
    public ToneTable Table { get; } = new();

    /// <summary>Edge of the shadow of the sample drawn last.</summary>
    public ShadowEdge Edge { get; private set; }

    public void Draw(ref SampleRandom random, ReadOnlySpan<BoxPixels> objects, AugmentationLog log)
    {
        double strength = random.NextIn(_options.Strength);
        double coverage = random.NextIn(_options.Coverage);
        double angle = random.NextBetween(0, 360);
        double softness = random.NextIn(_options.Softness);
        Edge = ShadowEdge.Create(_shape, angle, coverage, softness * Math.Min(_shape.Width, _shape.Height));
        for (int level = 0; level < ToneTable.Entries; level++)
            Table.Set(level, 255 * (1 - (0.6 * strength)) * DeterministicMath.Pow(level / 255.0, 1 + (0.6 * strength)));
        log.Begin("shadows"u8);
        log.Number("strength"u8, strength);
        log.Number("coverage"u8, coverage);
        log.Number("angle"u8, angle);
        log.Number("softness"u8, softness);
        log.End();
    }

    public void Run(ReadOnlyImageView source, ImageView destination, Span<byte> scratch)
    {
        bool shadowOnLeft = Edge.NormalX >= 0;
        for (int y = 0; y < _shape.Height; y++)
        {
            ReadOnlySpan<byte> row = source.Row(y);
            Span<byte> output = destination.Row(y);
            int first = Edge.FirstBeyond(shadowOnLeft ? ShadowEdge.One : 1, y, _shape.Width);
            int second = Edge.FirstBeyond(shadowOnLeft ? 1 : ShadowEdge.One, y, _shape.Width);
            int firstByte = first * ImageShape.Channels;
            int secondByte = second * ImageShape.Channels;
            ReadOnlySpan<byte> shadow = shadowOnLeft ? row[..firstByte] : row[secondByte..];
            ReadOnlySpan<byte> light = shadowOnLeft ? row[secondByte..] : row[..firstByte];
            Table.Apply(shadow, shadowOnLeft ? output : output[secondByte..]);
            light.CopyTo(shadowOnLeft ? output[secondByte..] : output);
            BlendPixels(row, output, y, (first, second));
        }
    }

    public void WriteParameters(Span<int> words)
    {
        Table.WriteTo(words[..ToneTable.Words]);
        ReadOnlySpan<int> edge = [Edge.NormalX, Edge.NormalY, Edge.Start, Edge.Penumbra, Edge.Reciprocal];
        edge.CopyTo(words[ToneTable.Words..]);
    }

    /// <summary>The whole picture pixel by pixel, the twin of <see cref="Run"/>.</summary>
    public void RunScalar(ReadOnlyImageView source, ImageView destination)
    {
        for (int y = 0; y < _shape.Height; y++)
            BlendPixels(source.Row(y), destination.Row(y), y, (0, _shape.Width));
    }

    private void BlendPixels(ReadOnlySpan<byte> row, Span<byte> output, int y, (int From, int To) columns)
    {
        for (int x = columns.From; x < columns.To; x++)
        {
            int weight = Edge.Weight(x, y);
            int i = x * ImageShape.Channels;
            output[i] = Blend(row[i], weight);
            output[i + 1] = Blend(row[i + 1], weight);
            output[i + 2] = Blend(row[i + 2], weight);
        }
    }

    private byte Blend(byte level, int weight) =>
        (byte)(((level * (ShadowEdge.One - weight)) + (Table.Levels[level] * weight) + (ShadowEdge.One / 2)) >> 8);
}
