using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Driver.OpenCl;

/// <summary>An object of the OpenCL driver. It holds on to what it was made from, so objects may be released in any order.</summary>
internal sealed class OpenClHandle : SafeHandle
{
    private readonly Func<nint, int> _release;
    private readonly OpenClHandle? _parent;

    /// <summary>Takes ownership.</summary>
    /// <param name="value">The driver's object.</param>
    /// <param name="release">Call that gives it back.</param>
    /// <param name="parent">Object that must outlive it.</param>
    public OpenClHandle(nint value, Func<nint, int> release, OpenClHandle? parent)
        : base(0, ownsHandle: true)
    {
        _release = release;
        if (parent is not null)
        {
            bool held = false;
            parent.DangerousAddRef(ref held);
            _parent = parent;
        }

        SetHandle(value);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        bool released = _release(handle) == OpenClLibrary.Success;
        _parent?.DangerousRelease();
        return released;
    }
}
