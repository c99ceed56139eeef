using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>Options of the step <c>backlight</c>: the subject stands against the light.</summary>
public sealed record BacklightOptions : PhotometricStepOptions
{
    private static readonly NumberRange s_defaultStrength = new(0.3, 0.8);

    /// <summary>The step as recipes, the schema and the documentation know it.</summary>
    public static StepDescription Description { get; } = new()
    {
        Name = "backlight",
        Summary = "Puts one object (a drawn place where there is none) against the light: it becomes dark and flat, its surroundings blow out, and flare lifts the blacks.",
        Placement = StepPlacement.AfterOutputResize,
        Keys =
        [
            KeyDescription.Probability(1),
            new()
            {
                Name = "strength",
                Kind = ValueKind.Range,
                Summary = "How strong the light behind the subject is; 0 changes nothing.",
                Default = s_defaultStrength,
                Minimum = 0,
                Maximum = 1,
            },
        ],
        Create = values => new BacklightOptions { Probability = values.Number("p"), Strength = values.Range("strength") },
    };

    /// <summary>How strong the light behind the subject is, 0 (changes nothing) to 1.</summary>
    public NumberRange Strength { get; init; } = s_defaultStrength;

    /// <inheritdoc/>
    public override IPhotometricOperation CreateOperation(ImageShape shape)
    {
        OptionLimits.CheckProbability(Description, this);
        OptionLimits.Check(Description, "strength", Strength);
        return new Backlight(this, shape);
    }
}
