namespace FeatureForge.Cli.Synth.People;

/// <summary>Where the features of a face are after the head is turned and nods.</summary>
/// <param name="Look">Face.</param>
internal readonly record struct FaceMap(FaceLook Look)
{
    private const float EyeSpacing = 0.33f;

    /// <summary>Height of the eyes.</summary>
    public float EyeV => -0.14f + Look.Nod;

    /// <summary>Height of the brows.</summary>
    public float BrowV => EyeV - 0.19f;

    /// <summary>Height of the tip of the nose.</summary>
    public float NoseV => 0.27f + (1.2f * Look.Nod);

    /// <summary>Height of the corners of the closed mouth.</summary>
    public float MouthV => 0.6f + (0.7f * Look.Nod);

    /// <summary>Place of the nose: it stands out, so it moves furthest.</summary>
    public float NoseU => 1.25f * Turned(0);

    /// <summary>Middle of the mouth: it lies further back than the eyes, near the axis that the head turns on.</summary>
    public float MouthU => 0.75f * Turned(0);

    /// <summary>Middle of an eye.</summary>
    /// <param name="side">-1 left in the picture, 1 right.</param>
    public float EyeU(float side) => Turned(side * EyeSpacing);

    /// <summary>Horizontal place of a point of the front after the head is turned; the head is taken as a cylinder.</summary>
    public float Turned(float u)
    {
        float share = u / Look.HalfWidth;
        float cosine = MathF.Sqrt(1 - (Look.Turn * Look.Turn));
        float depth = MathF.Sqrt(Math.Max(0, 1 - (share * share)));
        return Look.HalfWidth * ((share * cosine) + (depth * Look.Turn * 0.8f));
    }

    /// <summary>How wide a feature appears beside its width from the front, 0.3 to 1.</summary>
    /// <param name="u">Place before turning.</param>
    public float Narrowing(float u) => Math.Clamp((Turned(u + 0.05f) - Turned(u - 0.05f)) * 10, 0.3f, 1f);
}
