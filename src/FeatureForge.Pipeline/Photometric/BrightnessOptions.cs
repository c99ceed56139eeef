using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>Options of the step <c>brightness</c>: a constant is added to every level.</summary>
public sealed record BrightnessOptions : PhotometricStepOptions
{
    private static readonly NumberRange s_defaultDelta = new(-32, 32);

    /// <summary>The step as recipes, the schema and the documentation know it.</summary>
    public static StepDescription Description { get; } = new()
    {
        Name = "brightness",
        Summary = "Adds a constant to every level, as a longer or shorter exposure of a flat picture would.",
        Placement = StepPlacement.AfterOutputResize,
        Keys =
        [
            KeyDescription.Probability(1),
            new()
            {
                Name = "delta",
                Kind = ValueKind.Range,
                Summary = "Levels added.",
                Default = s_defaultDelta,
                Minimum = -255,
                Maximum = 255,
                Unit = "levels of 255",
            },
        ],
        Create = values => new BrightnessOptions { Probability = values.Number("p"), Delta = values.Range("delta") },
    };

    /// <summary>Levels added.</summary>
    public NumberRange Delta { get; init; } = s_defaultDelta;

    /// <inheritdoc/>
    public override IPhotometricOperation CreateOperation(ImageShape shape)
    {
        OptionLimits.CheckProbability(Description, this);
        OptionLimits.Check(Description, "delta", Delta);
        return new Brightness(this);
    }
}
