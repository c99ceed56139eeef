namespace FeatureForge.Cli.Synth.Shapes;

/// <summary>A smooth change of tone along a direction.</summary>
/// <param name="From">Tone where <paramref name="U"/> u + <paramref name="V"/> v is 0.</param>
/// <param name="To">Tone where it is 1.</param>
/// <param name="U">Change per unit of u.</param>
/// <param name="V">Change per unit of v.</param>
internal readonly record struct Gradient(Tone From, Tone To, float U, float V) : IPaint
{
    /// <inheritdoc/>
    public Tone At(float u, float v) => From.Toward(To, Math.Clamp((U * u) + (V * v), 0f, 1f));
}
