namespace FeatureForge.Cli.Synth.Shapes;

/// <summary>A rectangle with round corners and sides along u and v.</summary>
/// <param name="U">Centre.</param>
/// <param name="V">Centre.</param>
/// <param name="HalfWidth">Half width.</param>
/// <param name="HalfHeight">Half height.</param>
/// <param name="Radius">Radius of the corners, at most the smaller half.</param>
internal readonly record struct RoundedBox(float U, float V, float HalfWidth, float HalfHeight, float Radius = 0) : IShape
{
    /// <inheritdoc/>
    public LocalBounds Bounds => new(U - HalfWidth, V - HalfHeight, U + HalfWidth, V + HalfHeight);

    /// <inheritdoc/>
    public float Thickness => 2 * Math.Min(HalfWidth, HalfHeight);

    /// <summary>The rectangle between two corners.</summary>
    public static RoundedBox Between(float u0, float v0, float u1, float v1) => new((u0 + u1) / 2, (v0 + v1) / 2, (u1 - u0) / 2, (v1 - v0) / 2);

    /// <inheritdoc/>
    public float Distance(float u, float v)
    {
        float du = MathF.Abs(u - U) - HalfWidth + Radius;
        float dv = MathF.Abs(v - V) - HalfHeight + Radius;
        float outsideU = Math.Max(du, 0);
        float outsideV = Math.Max(dv, 0);
        return MathF.Sqrt((outsideU * outsideU) + (outsideV * outsideV)) + Math.Min(Math.Max(du, dv), 0) - Radius;
    }
}
