namespace FeatureForge.Cli.Synth.People;

/// <summary>Skin: its colour varies a little from place to place and it has a faint gloss.</summary>
/// <param name="Relief">Surface and light.</param>
/// <param name="Look">Face.</param>
internal readonly record struct SkinPaint(FaceRelief Relief, FaceLook Look) : IPaint
{
    private const float Gloss = 0.09f;

    /// <inheritdoc/>
    public Tone At(float u, float v)
    {
        var (shade, gloss) = Relief.ShadeAndGloss(u, v);
        float mottle = Look.Noise.Layers(u * 5, v * 5, 3) - 0.5f;
        Tone color = Look.Skin * (1 + (0.14f * mottle));
        return (color * shade) + (gloss * Gloss);
    }
}
