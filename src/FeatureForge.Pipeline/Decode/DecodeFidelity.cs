namespace FeatureForge.Pipeline.Decode;

/// <summary>Whose arithmetic the decoded and resized pixels follow.</summary>
public enum DecodeFidelity
{
    /// <summary>libjpeg-turbo's accurate decoding and Pillow's resize, bit for bit.</summary>
    Reference,

    /// <summary>Luma and chroma planes resized straight to the output and converted to RGB there; near the reference, never equal to it.</summary>
    Fast,
}
