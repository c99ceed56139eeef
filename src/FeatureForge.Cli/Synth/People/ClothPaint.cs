namespace FeatureForge.Cli.Synth.People;

/// <summary>Cloth or skin of a body, shaded like an upright cylinder with folds.</summary>
/// <param name="Light">Light of the scene.</param>
/// <param name="Color">Colour.</param>
/// <param name="Noise">Which folds.</param>
internal readonly record struct ClothPaint(SceneLight Light, Tone Color, ValueNoise Noise) : IPaint
{
    private const float Radius = 1.75f;

    /// <inheritdoc/>
    public Tone At(float u, float v)
    {
        float across = Math.Clamp(u / Radius, -0.95f, 0.95f);
        float forward = MathF.Sqrt(1 - (across * across));
        float facing = (across * Light.TowardX) + (forward * Light.TowardZ) - (0.2f * Light.TowardY);
        float key = Math.Max(0, (facing + 0.2f) / 1.2f);
        float fold = 0.84f + (0.32f * Noise.Layers(u * 2.2f, v * 1.1f, 2));
        return Color * ((Light.Key * key) + (Light.Ambient * 0.8f)) * fold;
    }
}
