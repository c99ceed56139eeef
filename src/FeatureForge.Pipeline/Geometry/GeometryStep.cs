namespace FeatureForge.Pipeline.Geometry;

/// <summary>A geometry step of one worker.</summary>
internal abstract class GeometryStep
{
    /// <summary>Probability that a random step is carried out.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>True when the step draws random numbers; such steps act on augmented splits only.</summary>
    public required bool IsRandom { get; init; }
}
