namespace FeatureForge.Gpu.Driver;

/// <summary>A kernel of a compiled program, ready to be launched on any queue of its device.</summary>
public interface IComputeKernel
{
    /// <summary>Device that it was compiled for.</summary>
    IComputeDevice Device { get; }

    /// <summary>Name, lanes and arguments as the source states them.</summary>
    KernelSignature Signature { get; }

    /// <summary>Local memory of a work group in bytes, as the compiler laid it out.</summary>
    long LocalBytes { get; }
}
