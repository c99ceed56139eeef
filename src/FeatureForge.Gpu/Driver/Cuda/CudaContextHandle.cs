using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>Holds the primary context of a device, which other libraries in the process share.</summary>
internal sealed class CudaContextHandle : SafeHandle
{
    private readonly int _device;

    public CudaContextHandle(nint context, int device)
        : base(0, ownsHandle: true)
    {
        _device = device;
        SetHandle(context);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>
    /// Makes it the context of the calling thread; every call of the driver works in that. Works after Dispose too, as long as a part of
    /// the device holds it open.
    /// </summary>
    /// <returns>Status of cuCtxSetCurrent.</returns>
    public int MakeCurrent() => CudaLibrary.SetCurrentContext(handle);

    protected override bool ReleaseHandle() => CudaLibrary.ReleasePrimaryContext(_device) == CudaLibrary.Success;
}
