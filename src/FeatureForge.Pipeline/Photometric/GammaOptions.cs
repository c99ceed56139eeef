using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>Options of the step <c>gamma</c>: the curve between black and white is bent.</summary>
public sealed record GammaOptions : PhotometricStepOptions
{
    private static readonly NumberRange s_defaultExponent = new(0.7, 1.5);

    /// <summary>The step as recipes, the schema and the documentation know it.</summary>
    public static StepDescription Description { get; } = new()
    {
        Name = "gamma",
        Summary = "Bends the tone curve between black and white, which both stay where they are.",
        Placement = StepPlacement.AfterOutputResize,
        Keys =
        [
            KeyDescription.Probability(1),
            new()
            {
                Name = "gamma",
                Kind = ValueKind.Range,
                Summary = "Exponent on levels scaled to 0..1; below 1 brightens the middle tones, above 1 darkens them.",
                Default = s_defaultExponent,
                Minimum = 0.1,
                Maximum = 10,
                Unit = "",
            },
        ],
        Create = values => new GammaOptions { Probability = values.Number("p"), Exponent = values.Range("gamma") },
    };

    /// <summary>Exponent on levels scaled to 0..1; below 1 brightens the middle tones, above 1 darkens them.</summary>
    public NumberRange Exponent { get; init; } = s_defaultExponent;

    /// <inheritdoc/>
    public override IPhotometricOperation CreateOperation(ImageShape shape)
    {
        OptionLimits.CheckProbability(Description, this);
        OptionLimits.Check(Description, "gamma", Exponent);
        return new Gamma(this);
    }
}
