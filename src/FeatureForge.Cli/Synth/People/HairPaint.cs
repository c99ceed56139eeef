namespace FeatureForge.Cli.Synth.People;

/// <summary>Hair: strands of lighter and darker tone, brighter where it is turned to the light.</summary>
/// <param name="Relief">Surface and light.</param>
/// <param name="Color">Colour.</param>
/// <param name="Noise">Which strands.</param>
/// <param name="Curly">True for strands without a direction.</param>
internal readonly record struct HairPaint(FaceRelief Relief, Tone Color, ValueNoise Noise, bool Curly) : IPaint
{
    /// <inheritdoc/>
    public Tone At(float u, float v)
    {
        float strand = Curly ? Noise.Layers(u * 14, v * 14, 2) : Noise.Layers(u * 22, v * 3.5f, 2);
        // Light is taken a little further in than the strand lies: hair stands away from the skull and is not as dark at its border.
        var (shade, gloss) = Relief.ShadeAndGloss(u * 0.85f, v * 0.85f);
        Tone color = Color * (0.55f + (0.9f * strand));
        return (color * shade) + (gloss * (0.05f * strand)) + (Tone.Grey(Relief.Light.Rim) * (0.25f * strand * strand * Rim(u, v)));
    }

    private static float Rim(float u, float v) => Math.Clamp((u * u) + (v * v * 0.6f) - 0.4f, 0f, 1f);
}
