namespace FeatureForge.Cli.Synth.People;

/// <summary>What is on a head.</summary>
internal enum HairStyle
{
    /// <summary>Nothing.</summary>
    Bald,

    /// <summary>Short with high temples.</summary>
    Receding,

    /// <summary>Short.</summary>
    Short,

    /// <summary>Down to the chin.</summary>
    Bob,

    /// <summary>Over the shoulders.</summary>
    Long,

    /// <summary>Round and curly.</summary>
    Curly,

    /// <summary>Tied on top.</summary>
    Bun,

    /// <summary>A knitted cap over short hair.</summary>
    Cap,

    /// <summary>A scarf around head and neck.</summary>
    Scarf,
}
