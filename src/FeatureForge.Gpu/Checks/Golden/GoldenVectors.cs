using FeatureForge.Core.Options;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>The golden vector of every operation that has a kernel.</summary>
internal static class GoldenVectors
{
    private static readonly RgbColor s_red = new(250, 10, 20);

    /// <summary>All of them; an operation that another rests on comes before it, so that the first that differs is the one that is wrong.</summary>
    public static IReadOnlyList<GoldenVector> All { get; } =
    [
        new InverseTransformVector(),
        new ColorVector(),
        new ScaledTransformVector(),
        new GeometryVector("geometry/resize", 300, [new CropOptions { Probability = 1, Area = new NumberRange(0.3, 0.9) }]),
        new PlaneResizeVector(),
        new GeometryVector("geometry/fill", 310, [new ExpandOptions { Probability = 1, Ratio = new NumberRange(1.5, 3), Fill = s_red }, new LetterboxOptions { Fill = new RgbColor(1, 2, 3) }]),
        new GeometryVector("geometry/flip", 320, [new FlipOptions { Probability = 1 }]),
        new GeometryVector("geometry/rotate", 330, [new RotateOptions { Probability = 1, Degrees = new NumberRange(-180, 180) }, new RotateOptions { Probability = 1, Degrees = new NumberRange(-30, 30), Fill = s_red }]),
        new PhotometricVector("photometric/backlight", 400, [new BacklightOptions()]),
        new PhotometricVector("photometric/shadows", 410, [new ShadowsOptions()]),
        new PhotometricVector("photometric/brightness", 420, [new BrightnessOptions()]),
        new PhotometricVector("photometric/contrast", 430, [new ContrastOptions()]),
        new PhotometricVector("photometric/gamma", 440, [new GammaOptions()]),
        new PhotometricVector("photometric/saturation", 450, [new SaturationOptions()]),
        new PhotometricVector("photometric/hue", 460, [new HueOptions()]),
        new PhotometricVector("photometric/blur", 470, [new BlurOptions()]),
        new PhotometricVector("photometric/motionBlur", 480, [new MotionBlurOptions()]),
        new PhotometricVector("photometric/noise", 490, [new NoiseOptions()]),
        new PhotometricVector("photometric/pointwise", 500, [new BacklightOptions(), new ShadowsOptions(), new BrightnessOptions(), new HueOptions(), new NoiseOptions()]),
        .. Enum.GetValues<MatchRule>().Select(rule => new MatchingVector(rule)),
        new EncodingVector(),
    ];
}
