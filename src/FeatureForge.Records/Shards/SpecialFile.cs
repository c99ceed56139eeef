using System.Runtime.InteropServices;

namespace FeatureForge.Records.Shards;

/// <summary>
/// Tells pipes, devices and sockets from files before they are opened: opening a pipe waits for a writer, and a device may give bytes
/// for ever. Links are followed. .NET does not say what kind of file a path names, hence the native call.
/// </summary>
public static class SpecialFile
{
    private const int CurrentFolder = -100;
    private const uint TypeOnly = 1;
    private const ushort TypeMask = 0xF000;
    private const ushort RegularFile = 0x8000;
    private const ushort Folder = 0x4000;

    /// <summary>True for a pipe, device or socket; false for files and folders, and where the path cannot be looked at, which opening it then explains.</summary>
    /// <param name="path">Path.</param>
    public static bool IsAt(string path)
    {
        if (!OperatingSystem.IsLinux())
            return Path.Exists(path) && (File.GetAttributes(path) & FileAttributes.Device) != 0;
        return GetStatus(CurrentFolder, path, 0, TypeOnly, out FileStatus status) == 0 && (status.Mode & TypeMask) is not (RegularFile or Folder);
    }

    /// <summary>Refuses a pipe, device or socket.</summary>
    internal static void Refuse(string path)
    {
        if (IsAt(path))
            throw RecordErrors.NotRegularFile(path);
    }

    [DllImport("libc", EntryPoint = "statx", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int GetStatus(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out FileStatus status);

    /// <summary>Linux's <c>struct statx</c>, the one form of a file's status that is laid out alike on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(28)]
        public ushort Mode;
    }
}
