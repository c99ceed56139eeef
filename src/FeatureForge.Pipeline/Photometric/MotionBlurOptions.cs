using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>Options of the step <c>motionBlur</c>: camera or subject moved during the exposure.</summary>
public sealed record MotionBlurOptions : PhotometricStepOptions
{
    private static readonly NumberRange s_defaultLength = new(3, 15);
    private static readonly NumberRange s_defaultAngle = new(0, 180);

    /// <summary>The step as recipes, the schema and the documentation know it.</summary>
    public static StepDescription Description { get; } = new()
    {
        Name = "motionBlur",
        Summary = "Smears the picture along a straight line, as when camera or subject move during the exposure; pixels at the edge are repeated beyond it.",
        Placement = StepPlacement.AfterOutputResize,
        Keys =
        [
            KeyDescription.Probability(1),
            new()
            {
                Name = "length",
                Kind = ValueKind.Range,
                Summary = "Distance moved during the exposure.",
                Default = s_defaultLength,
                Minimum = 1,
                Maximum = 63,
                Unit = "px",
            },
            new()
            {
                Name = "angle",
                Kind = ValueKind.Range,
                Summary = "Direction of the movement; 0 is along the rows, 90 along the columns, 45 from the top left to the bottom right.",
                Default = s_defaultAngle,
                Minimum = -360,
                Maximum = 360,
                Unit = "degrees",
            },
        ],
        Create = values => new MotionBlurOptions
        {
            Probability = values.Number("p"),
            Length = values.Range("length"),
            Angle = values.Range("angle"),
        },
    };

    /// <summary>Distance moved in pixels of the output picture, 1 to 63.</summary>
    public NumberRange Length { get; init; } = s_defaultLength;

    /// <summary>Direction in degrees from the x axis towards the y axis (y points down), -360 to 360.</summary>
    public NumberRange Angle { get; init; } = s_defaultAngle;

    /// <inheritdoc/>
    public override IPhotometricOperation CreateOperation(ImageShape shape)
    {
        OptionLimits.CheckProbability(Description, this);
        OptionLimits.Check(Description, "length", Length);
        OptionLimits.Check(Description, "angle", Angle);
        return new MotionBlur(this, shape);
    }
}
