using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>Options of the step <c>contrast</c>: levels move away from or towards the middle grey.</summary>
public sealed record ContrastOptions : PhotometricStepOptions
{
    private static readonly NumberRange s_defaultFactor = new(0.6, 1.4);

    /// <summary>The step as recipes, the schema and the documentation know it.</summary>
    public static StepDescription Description { get; } = new()
    {
        Name = "contrast",
        Summary = "Multiplies the distance of every level from the middle grey 128.",
        Placement = StepPlacement.AfterOutputResize,
        Keys =
        [
            KeyDescription.Probability(1),
            new()
            {
                Name = "factor",
                Kind = ValueKind.Range,
                Summary = "Factor on the distance from level 128; below 1 flattens, above 1 hardens.",
                Default = s_defaultFactor,
                Minimum = 0,
                Maximum = 4,
                Unit = "",
            },
        ],
        Create = values => new ContrastOptions { Probability = values.Number("p"), Factor = values.Range("factor") },
    };

    /// <summary>Factor on the distance from level 128; below 1 flattens, above 1 hardens.</summary>
    public NumberRange Factor { get; init; } = s_defaultFactor;

    /// <inheritdoc/>
    public override IPhotometricOperation CreateOperation(ImageShape shape)
    {
        OptionLimits.CheckProbability(Description, this);
        OptionLimits.Check(Description, "factor", Factor);
        return new Contrast(this);
    }
}
