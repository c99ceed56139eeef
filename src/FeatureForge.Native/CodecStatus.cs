namespace FeatureForge.Native;

/// <summary>What a codec says about one file.</summary>
public enum CodecStatus
{
    /// <summary>Decoded without complaint.</summary>
    Clean,

    /// <summary>Decoded; damage was concealed.</summary>
    Warned,

    /// <summary>Not decoded: the data end too early.</summary>
    Truncated,

    /// <summary>Not decoded.</summary>
    Failed,
}
