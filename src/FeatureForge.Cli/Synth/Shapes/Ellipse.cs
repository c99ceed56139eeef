namespace FeatureForge.Cli.Synth.Shapes;

/// <summary>An ellipse with axes along u and v.</summary>
/// <param name="U">Centre.</param>
/// <param name="V">Centre.</param>
/// <param name="RadiusU">Half width.</param>
/// <param name="RadiusV">Half height.</param>
internal readonly record struct Ellipse(float U, float V, float RadiusU, float RadiusV) : IShape
{
    /// <inheritdoc/>
    public LocalBounds Bounds => new(U - RadiusU, V - RadiusV, U + RadiusU, V + RadiusV);

    /// <inheritdoc/>
    public float Thickness => 2 * Math.Min(RadiusU, RadiusV);

    /// <inheritdoc/>
    public float Distance(float u, float v)
    {
        // First-order distance: the implicit function divided by the length of its gradient.
        float du = (u - U) / RadiusU;
        float dv = (v - V) / RadiusV;
        float length = MathF.Sqrt((du * du) + (dv * dv));
        float gu = du / RadiusU;
        float gv = dv / RadiusV;
        float slope = MathF.Sqrt((gu * gu) + (gv * gv));
        return slope < 1e-6f ? -Math.Min(RadiusU, RadiusV) : length * (length - 1) / slope;
    }
}
