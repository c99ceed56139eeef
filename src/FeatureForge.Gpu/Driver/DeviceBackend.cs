namespace FeatureForge.Gpu.Driver;

/// <summary>The interface by which a device is driven.</summary>
public enum DeviceBackend
{
    /// <summary>OpenCL 1.2 calls through <c>libOpenCL.so.1</c>; PoCL makes a plain CPU such a device.</summary>
    OpenCl,

    /// <summary>The CUDA driver interface, <c>libcuda.so.1</c>, with NVRTC as compiler.</summary>
    Cuda,
}
