using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>Options of one photometric step of a recipe.</summary>
public abstract record PhotometricStepOptions
{
    /// <summary>Probability that the step is carried out on a sample, 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Plans the step for pictures of one shape; the result belongs to one worker.</summary>
    /// <param name="shape">Shape of every picture to come.</param>
    public abstract IPhotometricOperation CreateOperation(ImageShape shape);
}
