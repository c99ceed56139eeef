namespace FeatureForge.Pipeline.Decode;

/// <summary>What becomes of transparency: every picture of the engine is opaque RGB.</summary>
public enum AlphaTreatment
{
    /// <summary>Alpha is dropped and the colour stored under it shows, as in Pillow's <c>convert("RGB")</c>.</summary>
    Drop,

    /// <summary>The picture is laid on white.</summary>
    White,

    /// <summary>The picture is laid on black.</summary>
    Black,
}
