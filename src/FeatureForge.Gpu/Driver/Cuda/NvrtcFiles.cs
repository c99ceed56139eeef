namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>Where NVRTC may lie. It comes with the CUDA toolkit, or as a Python package, never with the driver.</summary>
internal static class NvrtcFiles
{
    /// <summary>Environment variable that names the file or its folder.</summary>
    public const string Variable = "FEATUREFORGE_NVRTC";

    // From 11.2 on all versions of CUDA 11 share one name.
    private static readonly (int Major, string File)[] s_names = [(13, "libnvrtc.so.13"), (12, "libnvrtc.so.12"), (11, "libnvrtc.so.11.2"), (11, "libnvrtc.so.11.8"), (11, "libnvrtc.so")];

    /// <summary>
    /// Files to try, best first: the newest that the driver understands, by the dynamic linker (LD_LIBRARY_PATH), then in the folders of
    /// toolkits. Machine code of a compiler that is newer than the driver by a major version does not load.
    /// </summary>
    /// <param name="driverMajor">Major version of CUDA that the driver is for.</param>
    /// <param name="named">Value of <see cref="Variable"/>; where it is set, nothing else is tried.</param>
    public static IReadOnlyList<string> Candidates(int driverMajor, string? named)
    {
        string[] names = [.. s_names.Where(name => name.Major <= driverMajor).Select(name => name.File)];
        if (!string.IsNullOrEmpty(named))
            return Directory.Exists(named) ? [.. names.Select(name => Path.Combine(named, name))] : [named];
        return [.. names, .. names.SelectMany(name => Folders(driverMajor).Select(folder => Path.Combine(folder, name)))];
    }

    private static IEnumerable<string> Folders(int driverMajor)
    {
        yield return "/usr/local/cuda/lib64";
        for (int major = driverMajor; major >= 11; major--)
            yield return $"/usr/local/cuda-{major}/lib64";
        yield return "/opt/cuda/lib64";
        yield return "/usr/lib/x86_64-linux-gnu";
        yield return "/usr/lib/aarch64-linux-gnu";
    }
}
