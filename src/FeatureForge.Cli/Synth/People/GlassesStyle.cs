namespace FeatureForge.Cli.Synth.People;

/// <summary>What is before the eyes.</summary>
internal enum GlassesStyle
{
    /// <summary>None.</summary>
    None,

    /// <summary>Round glasses.</summary>
    Round,

    /// <summary>Square glasses.</summary>
    Square,

    /// <summary>Dark glasses.</summary>
    Sun,
}
