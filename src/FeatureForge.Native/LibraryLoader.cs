using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;

namespace FeatureForge.Native;

/// <summary>Finds the file of each native library among the names that distributions give it, once per process.</summary>
internal static class LibraryLoader
{
    private static readonly ConcurrentDictionary<string, nint> s_handles = new();
    private static readonly Lazy<bool> s_registered = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(LibraryLoader).Assembly, static (name, _, _) => Find(name));
        return true;
    });

    /// <summary>Makes the bindings of this project find their libraries; every binding calls it from its static constructor.</summary>
    public static void Register() => _ = s_registered.Value;

    /// <summary>Handle of a library, or 0 when none of its files can be loaded.</summary>
    /// <param name="name">One of <see cref="LibraryNames"/>.</param>
    public static nint Find(string name) => s_handles.GetOrAdd(name, static wanted =>
    {
        foreach (string candidate in Candidates(wanted))
        {
            if (NativeLibrary.TryLoad(candidate, typeof(LibraryLoader).Assembly, DllImportSearchPath.SafeDirectories, out nint handle))
                return handle;
        }

        return 0;
    });

    /// <summary>File names tried, in this order: the runtime package's name first, then that of the development package.</summary>
    /// <param name="name">One of <see cref="LibraryNames"/>.</param>
    public static IReadOnlyList<string> Candidates(string name) => name switch
    {
        LibraryNames.TurboJpeg => ["libturbojpeg.so.0", "libturbojpeg.so", "libturbojpeg.dylib", "turbojpeg.dll"],
        LibraryNames.Spng => ["libspng.so.0", "libspng.so", "libspng.dylib", "spng.dll"],
        LibraryNames.WebP => ["libwebp.so.7", "libwebp.so.6", "libwebp.so", "libwebp.dylib", "libwebp.dll"],
        LibraryNames.C => ["libc.so.6", "libc"],
        _ => [name],
    };
}
