using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Benchmarks.Photometric;

/// <summary>Sensor noise of the middle of the usual ranges: read 7, shot 10.</summary>
public class NoiseBenchmarks : PhotometricBenchmarks
{
    private protected override PhotometricStepOptions Options => new NoiseOptions { Read = new NumberRange(7, 7), Shot = new NumberRange(10, 10) };

    private protected override void RunScalar(ReadOnlyImageView source, ImageView destination) =>
        ((Noise)Operation).RunScalar(source, destination);
}
