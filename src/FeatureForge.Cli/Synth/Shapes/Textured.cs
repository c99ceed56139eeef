namespace FeatureForge.Cli.Synth.Shapes;

/// <summary>A paint that is brighter and darker by a noise: plaster, grass, cloth, leaves.</summary>
/// <param name="Inner">Paint.</param>
/// <param name="Noise">Which texture.</param>
/// <param name="FrequencyU">Features per unit along u.</param>
/// <param name="FrequencyV">Features per unit along v.</param>
/// <param name="Strength">0 leaves the paint as it is, 1 makes it between 0 and 2 times as bright.</param>
internal readonly record struct Textured<TPaint>(TPaint Inner, ValueNoise Noise, float FrequencyU, float FrequencyV, float Strength) : IPaint
    where TPaint : IPaint
{
    /// <inheritdoc/>
    public Tone At(float u, float v)
    {
        float noise = Noise.Layers(u * FrequencyU, v * FrequencyV, 3);
        return Inner.At(u, v) * (1 + (Strength * ((2 * noise) - 1)));
    }
}
