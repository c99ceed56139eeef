using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Driver.OpenCl;

/// <summary>
/// What must be right before libOpenCL is loaded. PoCL lists no device at all when it cannot write its cache, which lies in the home
/// folder unless POCL_CACHE_DIR names another; read-only homes are usual in containers.
/// </summary>
internal static partial class OpenClSurroundings
{
    private const string PoclVariable = "POCL_CACHE_DIR";

    /// <summary>Loads the library; 0 where it is absent.</summary>
    public static nint Load()
    {
        if (OperatingSystem.IsLinux() && PoclFolder() is { } folder)
            SetVariable(folder);
        return DriverLibraries.FirstOf("libOpenCL.so.1", "libOpenCL.so", "OpenCL.dll");
    }

    /// <summary>Folder to give PoCL, or null where its own choice serves. A private folder for this process is deleted when the process ends.</summary>
    internal static string? PoclFolder()
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(PoclVariable)))
            return null;
        string? usual = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(usual))
            usual = Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".cache") : null;
        if (usual is not null && CanWrite(Path.Combine(usual, "pocl")))
            return null;
        try
        {
            string folder = Directory.CreateTempSubdirectory("featureforge-pocl-").FullName;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(folder);
            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool CanWrite(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string trial = Path.Combine(folder, $".featureforge.{Environment.ProcessId}.trial");
            File.WriteAllBytes(trial, []);
            File.Delete(trial);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // PoCL may still hold a file while the process ends; the system clears its temporary folder.
        }
    }

    // Environment.SetEnvironmentVariable changes the runtime's copy only; PoCL asks the C library.
    private static void SetVariable(string folder)
    {
        DriverLibraries.Register();
        Environment.SetEnvironmentVariable(PoclVariable, folder);
        _ = SetNativeVariable(PoclVariable, folder, 1);
    }

    [LibraryImport(DriverLibraries.C, EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
