using System.Runtime.InteropServices;

namespace FeatureForge.Native;

/// <summary>Owns a libspng context. A context serves one file, so it is replaced from file to file while this object stays: no managed allocation.</summary>
internal sealed class SpngHandle : SafeHandle
{
    private readonly int _flags;

    public SpngHandle(int flags)
        : base(0, ownsHandle: true) => _flags = flags;

    public override bool IsInvalid => handle == 0;

    /// <summary>Replaces the context by a fresh one.</summary>
    public void Renew()
    {
        Clear();
        SetHandle(SpngLibrary.NewContext(_flags));
        if (IsInvalid)
            throw NativeErrors.OutOfMemory("spng_ctx_new");
    }

    /// <summary>Gives up the context, and with it what it remembers of its file.</summary>
    public void Clear()
    {
        if (handle != 0)
            ReleaseHandle();
        SetHandle(0);
    }

    protected override bool ReleaseHandle()
    {
        SpngLibrary.FreeContext(handle);
        return true;
    }
}
