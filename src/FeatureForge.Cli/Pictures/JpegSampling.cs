namespace FeatureForge.Cli.Pictures;

/// <summary>How many chroma samples a JPEG keeps.</summary>
internal enum JpegSampling
{
    /// <summary>One chroma sample per pixel.</summary>
    Full444,

    /// <summary>One chroma sample per two pixels of a row.</summary>
    Half422,

    /// <summary>One chroma sample per two by two pixels.</summary>
    Quarter420,
}
