using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>Options of the step <c>noise</c>: a cheap sensor in poor light.</summary>
public sealed record NoiseOptions : PhotometricStepOptions
{
    private static readonly NumberRange s_defaultRead = new(2, 12);
    private static readonly NumberRange s_defaultShot = new(3, 18);

    /// <summary>The step as recipes, the schema and the documentation know it.</summary>
    public static StepDescription Description { get; } = new()
    {
        Name = "noise",
        Summary = "Adds the noise of a cheap sensor, independent for each component: constant read noise and shot noise that grows with the square root of the level.",
        Placement = StepPlacement.AfterOutputResize,
        Keys =
        [
            KeyDescription.Probability(1),
            new()
            {
                Name = "read",
                Kind = ValueKind.Range,
                Summary = "Standard deviation of the read noise, the same at every level.",
                Default = s_defaultRead,
                Minimum = 0,
                Maximum = 64,
                Unit = "levels of 255",
            },
            new()
            {
                Name = "shot",
                Kind = ValueKind.Range,
                Summary = "Standard deviation of the shot noise at level 255; it is 0 at level 0.",
                Default = s_defaultShot,
                Minimum = 0,
                Maximum = 64,
                Unit = "levels of 255",
            },
        ],
        Create = values => new NoiseOptions { Probability = values.Number("p"), Read = values.Range("read"), Shot = values.Range("shot") },
    };

    /// <summary>Standard deviation of the read noise in levels of 255, 0 to 64.</summary>
    public NumberRange Read { get; init; } = s_defaultRead;

    /// <summary>Standard deviation of the shot noise at level 255, in levels of 255, 0 to 64.</summary>
    public NumberRange Shot { get; init; } = s_defaultShot;

    /// <inheritdoc/>
    public override IPhotometricOperation CreateOperation(ImageShape shape)
    {
        OptionLimits.CheckProbability(Description, this);
        OptionLimits.Check(Description, "read", Read);
        OptionLimits.Check(Description, "shot", Shot);
        return new Noise(this);
    }
}
