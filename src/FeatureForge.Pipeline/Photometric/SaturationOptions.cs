using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>Options of the step <c>saturation</c>: colours become paler or stronger.</summary>
public sealed record SaturationOptions : PhotometricStepOptions
{
    private static readonly NumberRange s_defaultFactor = new(0.5, 1.5);

    /// <summary>The step as recipes, the schema and the documentation know it.</summary>
    public static StepDescription Description { get; } = new()
    {
        Name = "saturation",
        Summary = "Blends the picture with its grey (ITU-R BT.601 luma), or away from it.",
        Placement = StepPlacement.AfterOutputResize,
        Keys =
        [
            KeyDescription.Probability(1),
            new()
            {
                Name = "factor",
                Kind = ValueKind.Range,
                Summary = "Factor on the distance from grey: 0 gives grey, 1 changes nothing, above 1 strengthens colours.",
                Default = s_defaultFactor,
                Minimum = 0,
                Maximum = 4,
                Unit = "",
            },
        ],
        Create = values => new SaturationOptions { Probability = values.Number("p"), Factor = values.Range("factor") },
    };

    /// <summary>Factor on the distance from grey: 0 gives grey, 1 changes nothing, above 1 strengthens colours.</summary>
    public NumberRange Factor { get; init; } = s_defaultFactor;

    /// <inheritdoc/>
    public override IPhotometricOperation CreateOperation(ImageShape shape)
    {
        OptionLimits.CheckProbability(Description, this);
        OptionLimits.Check(Description, "factor", Factor);
        return new Saturation(this);
    }
}
