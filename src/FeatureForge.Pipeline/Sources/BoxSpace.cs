namespace FeatureForge.Pipeline.Sources;

/// <summary>Which picture the boxes of the annotations were drawn on, where an image carries an EXIF orientation.</summary>
public enum BoxSpace
{
    /// <summary>The picture as a viewer shows it, turned upright.</summary>
    Upright,

    /// <summary>The picture as it is stored, before turning.</summary>
    Stored,
}
