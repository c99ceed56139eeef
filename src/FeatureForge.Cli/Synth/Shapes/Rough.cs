namespace FeatureForge.Cli.Synth.Shapes;

/// <summary>A shape with an uneven border: curls, leaves, hedges.</summary>
/// <param name="Inner">Shape.</param>
/// <param name="Noise">Which unevenness.</param>
/// <param name="Frequency">Bumps per local unit.</param>
/// <param name="Depth">How far the border moves in and out.</param>
internal readonly record struct Rough<TShape>(TShape Inner, ValueNoise Noise, float Frequency, float Depth) : IShape
    where TShape : IShape
{
    /// <inheritdoc/>
    public LocalBounds Bounds => Inner.Bounds.Grown(Depth);

    /// <inheritdoc/>
    public float Thickness => Inner.Thickness;

    /// <inheritdoc/>
    public float Distance(float u, float v)
    {
        float distance = Inner.Distance(u, v);
        // Noise is needed only where it can move a point across the border.
        if (MathF.Abs(distance) > 3 * Depth)
            return distance;
        return distance + (Depth * ((2 * Noise.Layers(u * Frequency, v * Frequency, 2)) - 1));
    }
}
