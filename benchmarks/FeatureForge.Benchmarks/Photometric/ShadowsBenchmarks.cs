using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Benchmarks.Photometric;

/// <summary>One hard shadow over half the picture; the scalar twin blends every pixel, the engine only those of the edge.</summary>
public class ShadowsBenchmarks : PhotometricBenchmarks
{
    private protected override PhotometricStepOptions Options => new ShadowsOptions { Coverage = new NumberRange(0.5, 0.5) };

    private protected override void RunScalar(ReadOnlyImageView source, ImageView destination) =>
        ((Shadows)Operation).RunScalar(source, destination);
}
