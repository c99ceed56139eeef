using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Benchmarks.Photometric;

/// <summary>Levels spread by the factor 1.3, through a table.</summary>
public class ContrastBenchmarks : PhotometricBenchmarks
{
    private protected override PhotometricStepOptions Options => new ContrastOptions { Factor = new NumberRange(1.3, 1.3) };

    private protected override void RunScalar(ReadOnlyImageView source, ImageView destination) =>
        ((Contrast)Operation).Table.ApplyScalar(source.Pixels, destination.Pixels);
}
