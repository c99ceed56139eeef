namespace FeatureForge.Cli.Synth.People;

/// <summary>A matt colour on a face, in the light of the face.</summary>
/// <param name="Relief">Surface and light.</param>
/// <param name="Color">Colour.</param>
internal readonly record struct LitPaint(FaceRelief Relief, Tone Color) : IPaint
{
    /// <inheritdoc/>
    public Tone At(float u, float v) => Color * Relief.Shade(u, v);
}
