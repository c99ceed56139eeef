namespace FeatureForge.Pipeline.Targets;

/// <summary>Which anchors get a row in the record.</summary>
public enum TargetEncoding
{
    /// <summary>Positive anchors only, ascending, with their numbers.</summary>
    Sparse,

    /// <summary>Every anchor; class 0 is background.</summary>
    Dense,
}
