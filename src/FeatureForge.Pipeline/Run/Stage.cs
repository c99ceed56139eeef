namespace FeatureForge.Pipeline.Run;

/// <summary>Stages that a worker takes a sample through, in order.</summary>
public enum Stage
{
    /// <summary>Reading the file.</summary>
    Read,

    /// <summary>Compressed bytes to pixels.</summary>
    Decode,

    /// <summary>Crop, resize, flip, rotate.</summary>
    Geometry,

    /// <summary>Changes of pixels.</summary>
    Photometric,

    /// <summary>Anchor matching.</summary>
    Targets,

    /// <summary>Record encoding and checksums.</summary>
    Encode,

    /// <summary>Giving batches to a device and waiting for them.</summary>
    Device,
}
