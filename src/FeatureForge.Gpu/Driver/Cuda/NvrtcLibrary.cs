using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>NVRTC, the run-time compiler of CUDA (nvrtc.h), 11.2 and later.</summary>
internal static unsafe partial class NvrtcLibrary
{
    public const int Success = 0;

    static NvrtcLibrary() => DriverLibraries.Register();

    [LibraryImport(DriverLibraries.Nvrtc, EntryPoint = "nvrtcVersion")]
    public static partial int GetVersion(int* major, int* minor);

    [LibraryImport(DriverLibraries.Nvrtc, EntryPoint = "nvrtcGetErrorString")]
    public static partial byte* GetErrorText(int error);

    [LibraryImport(DriverLibraries.Nvrtc, EntryPoint = "nvrtcGetNumSupportedArchs")]
    public static partial int GetArchitectureCount(int* count);

    [LibraryImport(DriverLibraries.Nvrtc, EntryPoint = "nvrtcGetSupportedArchs")]
    public static partial int GetArchitectures(int* architectures);

    [LibraryImport(DriverLibraries.Nvrtc, EntryPoint = "nvrtcCreateProgram")]
    public static partial int CreateProgram(nint* program, byte* text, byte* name, int headerCount, byte** headers, byte** headerNames);

    [LibraryImport(DriverLibraries.Nvrtc, EntryPoint = "nvrtcDestroyProgram")]
    public static partial int DestroyProgram(nint* program);

    [LibraryImport(DriverLibraries.Nvrtc, EntryPoint = "nvrtcCompileProgram")]
    public static partial int CompileProgram(NvrtcHandle program, int optionCount, byte** options);

    [LibraryImport(DriverLibraries.Nvrtc, EntryPoint = "nvrtcGetProgramLogSize")]
    public static partial int GetLogSize(NvrtcHandle program, nuint* bytes);

    [LibraryImport(DriverLibraries.Nvrtc, EntryPoint = "nvrtcGetProgramLog")]
    public static partial int GetLog(NvrtcHandle program, byte* log);

    [LibraryImport(DriverLibraries.Nvrtc, EntryPoint = "nvrtcGetCUBINSize")]
    public static partial int GetCubinSize(NvrtcHandle program, nuint* bytes);

    [LibraryImport(DriverLibraries.Nvrtc, EntryPoint = "nvrtcGetCUBIN")]
    public static partial int GetCubin(NvrtcHandle program, byte* cubin);

    [LibraryImport(DriverLibraries.Nvrtc, EntryPoint = "nvrtcGetPTXSize")]
    public static partial int GetPtxSize(NvrtcHandle program, nuint* bytes);

    [LibraryImport(DriverLibraries.Nvrtc, EntryPoint = "nvrtcGetPTX")]
    public static partial int GetPtx(NvrtcHandle program, byte* ptx);
}
