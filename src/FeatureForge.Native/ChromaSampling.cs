namespace FeatureForge.Native;

/// <summary>How finely a JPEG file stores colour.</summary>
public enum ChromaSampling
{
    /// <summary>4:4:4, colour at full size.</summary>
    Chroma444,

    /// <summary>4:2:2, colour at half the width.</summary>
    Chroma422,

    /// <summary>4:2:0, colour at half the width and height.</summary>
    Chroma420,

    /// <summary>Luma only.</summary>
    Grey,

    /// <summary>4:4:0, colour at half the height; read, never written.</summary>
    Chroma440,

    /// <summary>4:1:1, colour at a quarter of the width; read, never written.</summary>
    Chroma411,
}
