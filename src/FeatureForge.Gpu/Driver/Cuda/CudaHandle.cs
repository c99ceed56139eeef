using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>An object of the CUDA driver: memory, stream, event or module. It holds its context open, so objects may be released in any order.</summary>
internal sealed class CudaHandle : SafeHandle
{
    private readonly Func<nint, int> _release;
    private readonly CudaContextHandle _context;

    /// <summary>Takes ownership.</summary>
    /// <param name="value">The driver's object.</param>
    /// <param name="release">Call that gives it back.</param>
    /// <param name="context">Context that it lives in.</param>
    public CudaHandle(nint value, Func<nint, int> release, CudaContextHandle context)
        : base(0, ownsHandle: true)
    {
        _release = release;
        bool held = false;
        context.DangerousAddRef(ref held);
        _context = context;
        SetHandle(value);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        // A finalizer may run this on any thread, where another context, or none, is current.
        bool released = _context.MakeCurrent() == CudaLibrary.Success && _release(handle) == CudaLibrary.Success;
        _context.DangerousRelease();
        return released;
    }
}
