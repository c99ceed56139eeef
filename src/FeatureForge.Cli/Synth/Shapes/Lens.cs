namespace FeatureForge.Cli.Synth.Shapes;

/// <summary>
/// The region between two parabolas that meet in two corners: eyes, lips, brows, the opening of a mouth. Positive sags hang down.
/// </summary>
/// <param name="U">Middle between the corners.</param>
/// <param name="V">Height of the corners.</param>
/// <param name="HalfWidth">Half the distance of the corners.</param>
/// <param name="UpperSag">How far the upper border is below the corners in the middle; negative when above.</param>
/// <param name="LowerSag">How far the lower border is below the corners in the middle.</param>
/// <param name="Slant">How much lower the right corner is than the middle; the left one is as much higher.</param>
internal readonly record struct Lens(float U, float V, float HalfWidth, float UpperSag, float LowerSag, float Slant = 0) : IShape
{
    /// <inheritdoc/>
    public LocalBounds Bounds
    {
        get
        {
            float slant = MathF.Abs(Slant);
            return new(U - HalfWidth, V + Math.Min(0, UpperSag) - slant, U + HalfWidth, V + Math.Max(0, LowerSag) + slant);
        }
    }

    /// <inheritdoc/>
    public float Thickness => Math.Min(LowerSag - UpperSag, 2 * HalfWidth);

    /// <inheritdoc/>
    public float Distance(float u, float v)
    {
        float s = (u - U) / HalfWidth;
        float down = v - V - (Slant * s);
        if (MathF.Abs(s) >= 1)
        {
            float beyond = (MathF.Abs(s) - 1) * HalfWidth;
            return MathF.Sqrt((beyond * beyond) + (down * down));
        }

        float bulge = 1 - (s * s);
        float above = (UpperSag * bulge) - down;
        float below = down - (LowerSag * bulge);
        float sag = above > below ? UpperSag : LowerSag;
        float slope = 2 * sag * s / HalfWidth;
        return Math.Max(above, below) / MathF.Sqrt(1 + (slope * slope));
    }
}
