namespace FeatureForge.Cli.Synth.Shapes;

/// <summary>A thick line with round ends whose thickness changes evenly from one end to the other.</summary>
/// <param name="U0">First end.</param>
/// <param name="V0">First end.</param>
/// <param name="U1">Second end.</param>
/// <param name="V1">Second end.</param>
/// <param name="Radius0">Half thickness at the first end.</param>
/// <param name="Radius1">Half thickness at the second end.</param>
internal readonly record struct Capsule(float U0, float V0, float U1, float V1, float Radius0, float Radius1) : IShape
{
    /// <inheritdoc/>
    public LocalBounds Bounds => new LocalBounds(Math.Min(U0, U1), Math.Min(V0, V1), Math.Max(U0, U1), Math.Max(V0, V1))
        .Grown(Math.Max(Radius0, Radius1));

    /// <inheritdoc/>
    public float Thickness => Radius0 + Radius1;

    /// <inheritdoc/>
    public float Distance(float u, float v)
    {
        float alongU = U1 - U0;
        float alongV = V1 - V0;
        float squared = (alongU * alongU) + (alongV * alongV);
        float share = squared > 0 ? Math.Clamp((((u - U0) * alongU) + ((v - V0) * alongV)) / squared, 0f, 1f) : 0;
        float du = u - U0 - (share * alongU);
        float dv = v - V0 - (share * alongV);
        return MathF.Sqrt((du * du) + (dv * dv)) - (Radius0 + (share * (Radius1 - Radius0)));
    }
}
