namespace FeatureForge.Gpu.Tests;

/// <summary>What a case of an operation runs on.</summary>
public enum TestDevice
{
    /// <summary>The first usable OpenCL device.</summary>
    OpenCl,

    /// <summary>The first usable CUDA device.</summary>
    Cuda,

    /// <summary>The kernels compiled by g++ with its sanitizers.</summary>
    HostTwin,
}
