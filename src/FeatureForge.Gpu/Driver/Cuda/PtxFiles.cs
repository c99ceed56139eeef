using System.Text;

namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>
/// PTX made by <c>tools/kernels-ptx</c>, for machines with a driver but without NVRTC: <c>kernels-ptx/room/operation.sm_90.ptx</c>. The
/// driver compiles it for its device. The first line names the kernel texts that it was made from; others are not loaded.
/// </summary>
internal static class PtxFiles
{
    private const string Mark = "// featureforge kernels ";
    private const int LargestFile = 1 << 26;

    /// <summary>The folder beside the program.</summary>
    public static string UsualFolder => Path.Combine(AppContext.BaseDirectory, "kernels-ptx");

    /// <summary>True where a folder holds PTX files at all.</summary>
    public static bool Exist(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.ptx", SearchOption.AllDirectories).Any();

    /// <summary>PTX of the newest architecture that a device can run, ending with a zero byte as the driver wants it; null where there is none.</summary>
    /// <param name="folder">Folder of the files.</param>
    /// <param name="source">Program.</param>
    /// <param name="architecture">The device's, for example 90.</param>
    public static byte[]? TryRead(string folder, KernelSource source, int architecture)
    {
        var sizes = from candidate in Enumerable.Range(0, Math.Max(0, architecture - 49))
                    let path = Path.Combine(folder, $"{source.Name}.sm_{architecture - candidate}.ptx")
                    where File.Exists(path)
                    select path;
        foreach (string path in sizes)
        {
            try
            {
                if (new FileInfo(path).Length > LargestFile)
                    continue;
                byte[] text = File.ReadAllBytes(path);
                if (source.Fingerprint.Length > 0 && text.AsSpan().StartsWith(Encoding.ASCII.GetBytes($"{Mark}{source.Fingerprint}\n")))
                    return [.. text, 0];
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Counts as absent, like a file of other kernel texts; the message of the caller tells how to make them.
            }
        }

        return null;
    }
}
