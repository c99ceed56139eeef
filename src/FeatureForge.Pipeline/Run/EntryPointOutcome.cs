namespace FeatureForge.Pipeline.Run;

/// <summary>What became of an image when a folder was given entry points.</summary>
public enum EntryPointOutcome
{
    /// <summary>Not looked at: the work was stopped before.</summary>
    NotReached,

    /// <summary>Decoded to its end; its entry points are new.</summary>
    Found,

    /// <summary>Its bytes are those of an earlier time, and so are its entry points.</summary>
    Kept,

    /// <summary>The file cannot be read.</summary>
    Unreadable,

    /// <summary>No JPEG file, whatever its name says.</summary>
    NotJpeg,

    /// <summary>A JPEG file whose coding or markers the engine's own decoder leaves to libjpeg-turbo; it may be good or bad.</summary>
    OtherCoding,

    /// <summary>A JPEG file whose coded data are cut off or are not a picture of the size declared.</summary>
    Damaged,
}
