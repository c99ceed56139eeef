namespace FeatureForge.Cli.Synth.Shapes;

/// <summary>Everything above or below a curve v = V + bend u², within a rectangle: hairlines, hills, collars.</summary>
/// <param name="U">Where the curve is level.</param>
/// <param name="V">Height of the curve there.</param>
/// <param name="Bend">How strongly the curve hangs down to both sides.</param>
/// <param name="Slant">How strongly the curve falls to the right.</param>
/// <param name="Above">True for the region above the curve.</param>
internal readonly record struct Slab(float U, float V, float Bend, float Slant, bool Above) : IShape
{
    private const float Far = 1000;

    /// <inheritdoc/>
    public LocalBounds Bounds => new(-Far, -Far, Far, Far);

    /// <inheritdoc/>
    public float Thickness => Far;

    /// <inheritdoc/>
    public float Distance(float u, float v)
    {
        float du = u - U;
        float slope = (2 * Bend * du) + Slant;
        float below = (v - V - (Bend * du * du) - (Slant * du)) / MathF.Sqrt(1 + (slope * slope));
        return Above ? below : -below;
    }
}
