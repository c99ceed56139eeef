using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Benchmarks.Photometric;

/// <summary>Levels bent by the exponent 0.8, through a table.</summary>
public class GammaBenchmarks : PhotometricBenchmarks
{
    private protected override PhotometricStepOptions Options => new GammaOptions { Exponent = new NumberRange(0.8, 0.8) };

    private protected override void RunScalar(ReadOnlyImageView source, ImageView destination) =>
        ((Gamma)Operation).Table.ApplyScalar(source.Pixels, destination.Pixels);
}
