namespace FeatureForge.Cli.Synth.Shapes;

/// <summary>One tone everywhere.</summary>
/// <param name="Tone">Tone.</param>
internal readonly record struct Solid(Tone Tone) : IPaint
{
    /// <inheritdoc/>
    public Tone At(float u, float v) => Tone;
}
