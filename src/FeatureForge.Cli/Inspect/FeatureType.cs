namespace FeatureForge.Cli.Inspect;

/// <summary>Type of a feature list.</summary>
internal enum FeatureType
{
    /// <summary>int64 list.</summary>
    Integer,

    /// <summary>float32 list.</summary>
    Float,

    /// <summary>List of byte strings.</summary>
    Bytes,
}
