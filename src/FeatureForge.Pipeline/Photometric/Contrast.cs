using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Contrast: <c>(level - 128) * factor + 128</c> for every component.
/// Each table entry is floor(value + 0.5) held within 0 to 255.
/// </summary>
internal sealed class Contrast(ContrastOptions options) : IPhotometricOperation
{
    public string Name => "contrast";

    public int ScratchBytes => 0;

    public bool RunsInPlace => true;

    public PointwiseOperation Pointwise => PointwiseOperation.ToneTable;

    public int ParameterWords => ToneTable.Words;

    /// <summary>The table of the sample drawn last.</summary>
    public ToneTable Table { get; } = new();

    public void Draw(ref SampleRandom random, ReadOnlySpan<BoxPixels> objects, AugmentationLog log)
    {
        double factor = random.NextIn(options.Factor);
        for (int level = 0; level < ToneTable.Entries; level++)
            Table.Set(level, ((level - 128) * factor) + 128);
        log.Begin("contrast"u8);
        log.Number("factor"u8, factor);
        log.End();
    }

    public void Run(ReadOnlyImageView source, ImageView destination, Span<byte> scratch) => Table.Apply(source.Pixels, destination.Pixels);

    public void WriteParameters(Span<int> words) => Table.WriteTo(words);
}
