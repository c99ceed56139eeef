namespace FeatureForge.Cli.Synth;

/// <summary>A rectangle in local units that holds a shape.</summary>
/// <param name="U0">Left.</param>
/// <param name="V0">Top.</param>
/// <param name="U1">Right.</param>
/// <param name="V1">Bottom.</param>
internal readonly record struct LocalBounds(float U0, float V0, float U1, float V1)
{
    /// <summary>The rectangle with a margin on each side.</summary>
    public LocalBounds Grown(float margin) => new(U0 - margin, V0 - margin, U1 + margin, V1 + margin);
}
