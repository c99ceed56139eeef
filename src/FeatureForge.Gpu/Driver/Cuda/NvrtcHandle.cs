using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>Owns a program of NVRTC.</summary>
internal sealed unsafe class NvrtcHandle : SafeHandle
{
    public NvrtcHandle(nint program)
        : base(0, ownsHandle: true) => SetHandle(program);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        nint program = handle;
        return NvrtcLibrary.DestroyProgram(&program) == NvrtcLibrary.Success;
    }
}
