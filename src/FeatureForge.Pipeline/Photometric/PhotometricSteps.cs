using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>Every step that a recipe may name under <c>photometric</c>. Each one's <c>Create</c> gives a <see cref="PhotometricStepOptions"/>.</summary>
public static class PhotometricSteps
{
    /// <summary>The steps in the order of the documentation.</summary>
    public static IReadOnlyList<StepDescription> All { get; } =
    [
        BacklightOptions.Description,
        ShadowsOptions.Description,
        BrightnessOptions.Description,
        ContrastOptions.Description,
        GammaOptions.Description,
        SaturationOptions.Description,
        HueOptions.Description,
        BlurOptions.Description,
        MotionBlurOptions.Description,
        NoiseOptions.Description,
    ];
}
