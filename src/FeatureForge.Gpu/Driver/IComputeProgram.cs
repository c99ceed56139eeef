namespace FeatureForge.Gpu.Driver;

/// <summary>A compiled program with its kernels.</summary>
public interface IComputeProgram : IDisposable
{
    /// <summary>What it was made from.</summary>
    KernelSource Source { get; }

    /// <summary>Where the machine code came from.</summary>
    ProgramOrigin Origin { get; }

    /// <summary>A kernel by its name; the program keeps it, and the same name gives the same object.</summary>
    /// <param name="name">Name of a function with <c>FF_KERNEL</c> in the source.</param>
    /// <exception cref="DriverException">There is no such kernel, or it needs more lanes or local memory than kernels may.</exception>
    IComputeKernel Kernel(string name);
}
