namespace FeatureForge.Cli.Synth.People;

/// <summary>The outline of a head from the top of the skull to the chin: two half ellipses, the lower one narrower and more or less square.</summary>
/// <param name="HalfWidth">Half the width at the widest height.</param>
/// <param name="Taper">How much narrower it gets toward the chin, 0 to 0.4.</param>
/// <param name="Jaw">How square the jaw is, 0 to 1.</param>
/// <param name="Margin">Grows the outline, for what lies on the head.</param>
internal readonly record struct HeadShape(float HalfWidth, float Taper, float Jaw, float Margin = 0) : IShape
{
    /// <summary>Height of the widest place.</summary>
    public const float Middle = -0.16f;

    /// <summary>Height of the top of the skull.</summary>
    public const float Top = -1.2f;

    /// <summary>Height of the chin.</summary>
    public const float Chin = 1;

    /// <inheritdoc/>
    public LocalBounds Bounds => new LocalBounds(-HalfWidth, Top, HalfWidth, Chin).Grown(Margin);

    /// <inheritdoc/>
    public float Thickness => 2 * HalfWidth;

    /// <summary>Outline of a face.</summary>
    public static HeadShape Of(FaceLook look, float margin = 0) => new(look.HalfWidth, look.Taper, look.Jaw, margin);

    /// <inheritdoc/>
    public float Distance(float u, float v)
    {
        var (du, dv, radiusU, radiusV) = Scaled(u, v);
        float squared = Squared(du, dv);
        float length = MathF.Sqrt(squared);
        float gu = du / radiusU;
        float gv = dv / radiusV;
        float slope = MathF.Sqrt((gu * gu) + (gv * gv));
        return slope < 1e-6f ? -HalfWidth : (length * (length - 1) / slope) - Margin;
    }

    /// <summary>A point in half widths and half heights of the head, with these halves.</summary>
    public (float U, float V, float RadiusU, float RadiusV) Scaled(float u, float v)
    {
        bool lower = v > Middle;
        float radiusV = lower ? Chin - Middle : Middle - Top;
        float dv = (v - Middle) / radiusV;
        float narrowing = lower ? Math.Min(dv * dv, 1.3f) * Taper : 0;
        float radiusU = HalfWidth * (1 - narrowing);
        return (u / radiusU, dv, radiusU, radiusV);
    }

    /// <summary>1 on the outline, less inside.</summary>
    public float Squared(float du, float dv)
    {
        float u2 = du * du;
        float v2 = dv * dv;
        float round = u2 + v2;
        if (dv <= 0)
            return round;
        float square = MathF.Sqrt((u2 * u2) + (v2 * v2));
        return round + ((square - round) * Jaw * 0.75f);
    }
}
