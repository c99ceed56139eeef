namespace FeatureForge.Cli.Synth.Shapes;

/// <summary>The border of a shape.</summary>
/// <param name="Inner">Shape.</param>
/// <param name="HalfThickness">Half the thickness of the line.</param>
internal readonly record struct Outline<TShape>(TShape Inner, float HalfThickness) : IShape
    where TShape : IShape
{
    /// <inheritdoc/>
    public LocalBounds Bounds => Inner.Bounds.Grown(HalfThickness);

    /// <inheritdoc/>
    public float Thickness => 2 * HalfThickness;

    /// <inheritdoc/>
    public float Distance(float u, float v) => MathF.Abs(Inner.Distance(u, v)) - HalfThickness;
}
