namespace FeatureForge.Core.Samples;

/// <summary>What the planes of a <see cref="RowBand"/> hold.</summary>
public enum RowLayout
{
    /// <summary>One plane of packed RGB.</summary>
    Rgb,

    /// <summary>Three planes of full size: red, green and blue.</summary>
    RgbPlanes,

    /// <summary>One plane of luma: a grey picture.</summary>
    Luma,

    /// <summary>Luma and two chroma planes (BT.601 full range), chroma as stored, possibly subsampled.</summary>
    LumaChroma,
}
