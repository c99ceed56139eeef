using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Driver;

/// <summary>Finds the files of the drivers' libraries, once per process and only when a device is looked for.</summary>
internal static class DriverLibraries
{
    public const string OpenCl = "opencl";
    public const string Cuda = "cuda";
    public const string Nvrtc = "nvrtc";
    public const string C = "c";

    private static readonly Lazy<nint> s_openCl = new(() => Driver.OpenCl.OpenClSurroundings.Load());
    private static readonly Lazy<nint> s_cuda = new(() => FirstOf("libcuda.so.1", "nvcuda.dll"));
    private static readonly Lazy<nint> s_c = new(() => FirstOf("libc.so.6", "libc"));
    private static readonly Lazy<bool> s_registered = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(DriverLibraries).Assembly, static (name, _, _) => Find(name));
        return true;
    });

    /// <summary>Makes the bindings of this project find their libraries; every binding calls it from its static constructor.</summary>
    public static void Register() => _ = s_registered.Value;

    /// <summary>Handle of a library, or 0 where it is absent.</summary>
    /// <param name="name">One of the names above.</param>
    public static nint Find(string name) => name switch
    {
        OpenCl => s_openCl.Value,
        Cuda => s_cuda.Value,
        Nvrtc => Driver.Cuda.NvrtcCompiler.LibraryHandle,
        C => s_c.Value,
        _ => 0,
    };

    /// <summary>The first of some files that can be loaded, or 0.</summary>
    /// <param name="candidates">File names for the dynamic linker, or absolute paths.</param>
    public static nint FirstOf(params ReadOnlySpan<string> candidates)
    {
        foreach (string candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out nint handle))
                return handle;
        }

        return 0;
    }
}
