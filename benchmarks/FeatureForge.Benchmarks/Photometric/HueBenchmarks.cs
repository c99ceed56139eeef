using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Benchmarks.Photometric;

/// <summary>Colours turned by 12 degrees, through a matrix.</summary>
public class HueBenchmarks : PhotometricBenchmarks
{
    private protected override PhotometricStepOptions Options => new HueOptions { Turn = new NumberRange(12, 12) };

    private protected override void RunScalar(ReadOnlyImageView source, ImageView destination) =>
        ((Hue)Operation).Matrix.ApplyScalar(source.Pixels, destination.Pixels);
}
