using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Twin;

/// <summary>A kernel in a program of the host twin.</summary>
/// <param name="Device">Its device.</param>
/// <param name="Signature">Its head.</param>
/// <param name="Place">Its number within the program.</param>
/// <param name="Executable">File to run.</param>
internal sealed record TwinKernel(IComputeDevice Device, KernelSignature Signature, uint Place, string Executable) : IComputeKernel
{
    public long LocalBytes => 0;
}
