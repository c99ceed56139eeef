namespace FeatureForge.Pipeline.Decode;

/// <summary>File formats that the engine decodes, told apart by their first bytes and never by name.</summary>
public enum ImageFormat
{
    /// <summary>JPEG (ITU-T T.81).</summary>
    Jpeg,

    /// <summary>PNG (ISO/IEC 15948).</summary>
    Png,

    /// <summary>WebP, a still picture (RFC 9649).</summary>
    WebP,
}
