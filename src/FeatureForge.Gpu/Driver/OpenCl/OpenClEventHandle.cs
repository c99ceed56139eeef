using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Driver.OpenCl;

/// <summary>Owns the latest of a row of driver's events; renews its content instead of being made anew.</summary>
internal sealed class OpenClEventHandle : SafeHandle
{
    private readonly OpenClHandle _context;

    public OpenClEventHandle(OpenClHandle context)
        : base(0, ownsHandle: true)
    {
        bool held = false;
        context.DangerousAddRef(ref held);
        _context = context;
    }

    // The context is held from the start, so there is always something to release.
    public override bool IsInvalid => false;

    /// <summary>The event, or 0 before the first.</summary>
    public nint Current => handle;

    /// <summary>Releases the event and takes another.</summary>
    public void Replace(nint value)
    {
        nint before = handle;
        SetHandle(value);
        if (before != 0)
            _ = OpenClLibrary.ReleaseEvent(before);
    }

    protected override bool ReleaseHandle()
    {
        bool released = handle == 0 || OpenClLibrary.ReleaseEvent(handle) == OpenClLibrary.Success;
        _context.DangerousRelease();
        return released;
    }
}
