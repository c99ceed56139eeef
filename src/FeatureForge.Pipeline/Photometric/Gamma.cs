using FeatureForge.Core.Mathematics;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Gamma: <c>255 * (level / 255) ^ gamma</c> for every component.
/// Each table entry is floor(value + 0.5) held within 0 to 255.
/// </summary>
internal sealed class Gamma(GammaOptions options) : IPhotometricOperation
{
    public string Name => "gamma";

    public int ScratchBytes => 0;

    public bool RunsInPlace => true;

    public PointwiseOperation Pointwise => PointwiseOperation.ToneTable;

    public int ParameterWords => ToneTable.Words;

    /// <summary>The table of the sample drawn last.</summary>
    public ToneTable Table { get; } = new();

    public void Draw(ref SampleRandom random, ReadOnlySpan<BoxPixels> objects, AugmentationLog log)
    {
        double gamma = random.NextIn(options.Exponent);
        for (int level = 0; level < ToneTable.Entries; level++)
            Table.Set(level, 255 * DeterministicMath.Pow(level / 255.0, gamma));
        log.Begin("gamma"u8);
        log.Number("gamma"u8, gamma);
        log.End();
    }

    public void Run(ReadOnlyImageView source, ImageView destination, Span<byte> scratch) => Table.Apply(source.Pixels, destination.Pixels);

    public void WriteParameters(Span<int> words) => Table.WriteTo(words);
}
