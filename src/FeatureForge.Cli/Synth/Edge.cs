namespace FeatureForge.Cli.Synth;

/// <summary>How a shape meets what is below it.</summary>
/// <param name="Softness">Width of the transition in local units; never less than a pixel.</param>
/// <param name="Opacity">0 to 1.</param>
internal readonly record struct Edge(float Softness, float Opacity)
{
    /// <summary>Opaque, the transition is one pixel wide.</summary>
    public static readonly Edge Sharp = new(0, 1);
}
