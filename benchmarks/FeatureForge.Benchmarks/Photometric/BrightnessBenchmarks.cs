using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Benchmarks.Photometric;

/// <summary>Every level moved by 20, through a table.</summary>
public class BrightnessBenchmarks : PhotometricBenchmarks
{
    private protected override PhotometricStepOptions Options => new BrightnessOptions { Delta = new NumberRange(20, 20) };

    private protected override void RunScalar(ReadOnlyImageView source, ImageView destination) =>
        ((Brightness)Operation).Table.ApplyScalar(source.Pixels, destination.Pixels);
}
