namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Which twin of a pixel loop runs; all give the same bytes. Explicit, so that one process can compare all that its processor has.</summary>
internal enum LaneWidth
{
    /// <summary>Plain loops: the truth that the others are checked against.</summary>
    Scalar,

    /// <summary>128 bits without the x86 multiply-and-add.</summary>
    Portable,

    /// <summary>128 bits, SSSE3.</summary>
    Bits128,

    /// <summary>256 bits, AVX2.</summary>
    Bits256,

    /// <summary>512 bits, AVX-512 F and BW.</summary>
    Bits512,
}
