namespace FeatureForge.Cli.Synth;

/// <summary>What a shape is filled with.</summary>
internal interface IPaint
{
    /// <summary>Tone at a point in local units.</summary>
    Tone At(float u, float v);
}
