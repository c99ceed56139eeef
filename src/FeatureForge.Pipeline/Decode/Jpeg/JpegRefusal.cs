namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Why the engine's own JPEG decoder leaves a file to libjpeg-turbo. None of these says that the file is bad.</summary>
public enum JpegRefusal
{
    /// <summary>Taken.</summary>
    None,

    /// <summary>Arithmetic coding.</summary>
    Arithmetic,

    /// <summary>A coding process, precision, component count or size outside baseline and extended 8-bit pictures.</summary>
    Coding,

    /// <summary>Sampling factors with which libjpeg-turbo has rules of its own.</summary>
    Sampling,

    /// <summary>Several scans that repeat, refine or leave out coefficients in another way than encoders do.</summary>
    ScanOrder,

    /// <summary>Several scans after which some coefficients are not known to the last bit; libjpeg-turbo smooths such pictures.</summary>
    Incomplete,

    /// <summary>Several scans: the engine decodes them, but they have no entry points, for a row's bits are not in one place.</summary>
    SeveralScans,

    /// <summary>A table is missing or impossible.</summary>
    Tables,

    /// <summary>Anything in the markers that libjpeg-turbo warns about, refuses or resolves by its own rules.</summary>
    Markers,

    /// <summary>The coded data do not end with the end marker, or their restart markers are not those expected.</summary>
    ScanEnd,

    /// <summary>The coded data are not a picture of the size declared: a code that does not exist, too few or too many bits.</summary>
    Data,
}
