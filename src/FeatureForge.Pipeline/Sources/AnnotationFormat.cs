namespace FeatureForge.Pipeline.Sources;

/// <summary>Format of an annotation file.</summary>
public enum AnnotationFormat
{
    /// <summary>Comma-separated values (RFC 4180) with a header.</summary>
    Csv,
}
