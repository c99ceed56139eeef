namespace FeatureForge.Cli.Synth.Shapes;

/// <summary>What two shapes have in common.</summary>
/// <param name="First">First shape.</param>
/// <param name="Second">Second shape.</param>
internal readonly record struct Cut<TFirst, TSecond>(TFirst First, TSecond Second) : IShape
    where TFirst : IShape
    where TSecond : IShape
{
    /// <inheritdoc/>
    public LocalBounds Bounds
    {
        get
        {
            LocalBounds a = First.Bounds;
            LocalBounds b = Second.Bounds;
            return new(Math.Max(a.U0, b.U0), Math.Max(a.V0, b.V0), Math.Min(a.U1, b.U1), Math.Min(a.V1, b.V1));
        }
    }

    /// <inheritdoc/>
    public float Thickness => Math.Min(First.Thickness, Second.Thickness);

    /// <inheritdoc/>
    public float Distance(float u, float v) => Math.Max(First.Distance(u, v), Second.Distance(u, v));
}
