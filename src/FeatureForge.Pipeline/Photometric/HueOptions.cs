using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>Options of the step <c>hue</c>: colours turn around the grey axis.</summary>
public sealed record HueOptions : PhotometricStepOptions
{
    private static readonly NumberRange s_defaultTurn = new(-12, 12);

    /// <summary>The step as recipes, the schema and the documentation know it.</summary>
    public static StepDescription Description { get; } = new()
    {
        Name = "hue",
        Summary = "Turns colours around the grey axis at constant luminance, as the filter hueRotate of W3C Filter Effects does.",
        Placement = StepPlacement.AfterOutputResize,
        Keys =
        [
            KeyDescription.Probability(1),
            new()
            {
                Name = "degrees",
                Kind = ValueKind.Range,
                Summary = "Angle of the turn.",
                Default = s_defaultTurn,
                Minimum = -180,
                Maximum = 180,
                Unit = "degrees",
            },
        ],
        Create = values => new HueOptions { Probability = values.Number("p"), Turn = values.Range("degrees") },
    };

    /// <summary>Angle of the turn, in degrees.</summary>
    public NumberRange Turn { get; init; } = s_defaultTurn;

    /// <inheritdoc/>
    public override IPhotometricOperation CreateOperation(ImageShape shape)
    {
        OptionLimits.CheckProbability(Description, this);
        OptionLimits.Check(Description, "degrees", Turn);
        return new Hue(this);
    }
}
