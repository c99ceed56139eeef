namespace FeatureForge.Core.Simd;

/// <summary>
/// Which twin of a pixel loop runs. Every level gives the same bytes; a level takes the ones below it for rows and columns that
/// do not fill its vectors. Explicit, so that one process can compare all levels that its processor has.
/// </summary>
public enum SimdLevel
{
    /// <summary>Plain loops: the truth that the others are checked against.</summary>
    Scalar,

    /// <summary>128 bits without the x86 multiply-and-add, for other processors (ARM among them).</summary>
    Portable,

    /// <summary>128 bits, SSSE3 and SSE4.1.</summary>
    Vector128,

    /// <summary>256 bits, AVX2.</summary>
    Vector256,

    /// <summary>512 bits, AVX-512 F and BW.</summary>
    Vector512,
}
