namespace FeatureForge.Pipeline.Recipe;

/// <summary>How a record stores its picture.</summary>
public enum StoredImage
{
    /// <summary>RGB, 8 bits, rows then columns then channels.</summary>
    Raw,

    /// <summary>JPEG; the quality is an option.</summary>
    Jpeg,

    /// <summary>PNG, lossless.</summary>
    Png,
}
