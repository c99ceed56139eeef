namespace FeatureForge.Gpu.Driver;

/// <summary>What a kernel takes at one place of its argument list.</summary>
public enum KernelArgumentKind
{
    /// <summary>A <c>FF_GLOBAL</c> pointer.</summary>
    Buffer,

    /// <summary><c>int</c>, <c>uint</c> or <c>float</c>.</summary>
    FourBytes,

    /// <summary><c>long</c> or <c>ulong</c>.</summary>
    EightBytes,
}
