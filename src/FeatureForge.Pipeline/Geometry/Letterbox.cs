using FeatureForge.Core.Options;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>Keeps the aspect of the view: as large as fits, centred (the odd pixel goes right and below), bars of one colour.</summary>
internal sealed class Letterbox(LetterboxOptions options) : WindowStep
{
    private readonly RgbColor _fill = options.Fill;

    /// <inheritdoc/>
    public override void Apply(GeometryView view, ref SampleRandom random, ObjectList objects, AugmentationLog log) => view.Bars = _fill;
}
