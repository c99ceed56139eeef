using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Brightness: <c>level + delta</c> for every component.
/// Each table entry is floor(value + 0.5) held within 0 to 255.
/// </summary>
internal sealed class Brightness(BrightnessOptions options) : IPhotometricOperation
{
    public string Name => "brightness";

    public int ScratchBytes => 0;

    public bool RunsInPlace => true;

    public PointwiseOperation Pointwise => PointwiseOperation.ToneTable;

    public int ParameterWords => ToneTable.Words;

    /// <summary>The table of the sample drawn last.</summary>
    public ToneTable Table { get; } = new();

    public void Draw(ref SampleRandom random, ReadOnlySpan<BoxPixels> objects, AugmentationLog log)
    {
        double delta = random.NextIn(options.Delta);
        for (int level = 0; level < ToneTable.Entries; level++)
            Table.Set(level, level + delta);
        log.Begin("brightness"u8);
        log.Number("delta"u8, delta);
        log.End();
    }

    public void Run(ReadOnlyImageView source, ImageView destination, Span<byte> scratch) => Table.Apply(source.Pixels, destination.Pixels);

    public void WriteParameters(Span<int> words) => Table.WriteTo(words);
}
