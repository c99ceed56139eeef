using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>Options of the step <c>shadows</c>: a hard shadow is cast over part of the picture.</summary>
public sealed record ShadowsOptions : PhotometricStepOptions
{
    private static readonly NumberRange s_defaultStrength = new(0.3, 0.8);
    private static readonly NumberRange s_defaultCoverage = new(0.3, 0.8);
    private static readonly NumberRange s_defaultSoftness = new(0.005, 0.03);

    /// <summary>The step as recipes, the schema and the documentation know it.</summary>
    public static StepDescription Description { get; } = new()
    {
        Name = "shadows",
        Summary = "Casts a hard shadow with a straight edge at a drawn angle over part of the picture: dark, with the contrast of low levels lost.",
        Placement = StepPlacement.AfterOutputResize,
        Keys =
        [
            KeyDescription.Probability(1),
            ShareKey("strength", "How dark the shadow is; 0 changes nothing.", s_defaultStrength),
            ShareKey("coverage", "Share of the picture's area in shadow.", s_defaultCoverage),
            ShareKey("softness", "Width of the edge between light and shadow as a share of the picture's shorter side; at least 1 px is used.", s_defaultSoftness),
        ],
        Create = values => new ShadowsOptions
        {
            Probability = values.Number("p"),
            Strength = values.Range("strength"),
            Coverage = values.Range("coverage"),
            Softness = values.Range("softness"),
        },
    };

    /// <summary>How dark the shadow is, 0 (changes nothing) to 1.</summary>
    public NumberRange Strength { get; init; } = s_defaultStrength;

    /// <summary>Share of the picture's area in shadow, 0 to 1.</summary>
    public NumberRange Coverage { get; init; } = s_defaultCoverage;

    /// <summary>Width of the edge as a share of the picture's shorter side, 0 to 1.</summary>
    public NumberRange Softness { get; init; } = s_defaultSoftness;

    /// <inheritdoc/>
    public override IPhotometricOperation CreateOperation(ImageShape shape)
    {
        OptionLimits.CheckProbability(Description, this);
        OptionLimits.Check(Description, "strength", Strength);
        OptionLimits.Check(Description, "coverage", Coverage);
        OptionLimits.Check(Description, "softness", Softness);
        return new Shadows(this, shape);
    }

    private static KeyDescription ShareKey(string name, string summary, NumberRange range) => new()
    {
        Name = name,
        Kind = ValueKind.Range,
        Summary = summary,
        Default = range,
        Minimum = 0,
        Maximum = 1,
    };
}
