using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>Options of the step <c>blur</c>: a lens out of focus.</summary>
public sealed record BlurOptions : PhotometricStepOptions
{
    private static readonly NumberRange s_defaultSigma = new(0.4, 2.0);

    /// <summary>The step as recipes, the schema and the documentation know it.</summary>
    public static StepDescription Description { get; } = new()
    {
        Name = "blur",
        Summary = "Gaussian blur of radius ceil(2 sigma), as of a lens out of focus; pixels at the edge are repeated beyond it.",
        Placement = StepPlacement.AfterOutputResize,
        Keys =
        [
            KeyDescription.Probability(1),
            new()
            {
                Name = "sigma",
                Kind = ValueKind.Range,
                Summary = "Standard deviation of the Gaussian.",
                Default = s_defaultSigma,
                Minimum = 0.1,
                Maximum = 5,
                Unit = "px",
            },
        ],
        Create = values => new BlurOptions { Probability = values.Number("p"), Sigma = values.Range("sigma") },
    };

    /// <summary>Standard deviation of the Gaussian in pixels of the output picture, 0.1 to 5.</summary>
    public NumberRange Sigma { get; init; } = s_defaultSigma;

    /// <inheritdoc/>
    public override IPhotometricOperation CreateOperation(ImageShape shape)
    {
        OptionLimits.CheckProbability(Description, this);
        OptionLimits.Check(Description, "sigma", Sigma);
        return new Blur(this, shape);
    }
}
