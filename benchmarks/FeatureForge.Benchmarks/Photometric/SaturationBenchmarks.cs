using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Benchmarks.Photometric;

/// <summary>Colours strengthened by the factor 1.4, through a matrix.</summary>
public class SaturationBenchmarks : PhotometricBenchmarks
{
    private protected override PhotometricStepOptions Options => new SaturationOptions { Factor = new NumberRange(1.4, 1.4) };

    private protected override void RunScalar(ReadOnlyImageView source, ImageView destination) =>
        ((Saturation)Operation).Matrix.ApplyScalar(source.Pixels, destination.Pixels);
}
