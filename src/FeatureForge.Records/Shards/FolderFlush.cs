using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FeatureForge.Records.Shards;

/// <summary>
/// Makes renames within a folder durable. A rename is an entry of the folder, so flushing the file alone does not bring it to
/// disk; .NET opens no folders, hence the one native call. Nothing to do on Windows, where renames are journalled.
/// </summary>
internal static class FolderFlush
{
    private const int ReadOnlyCloseOnExec = 0x80000;

    public static void Run(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using SafeFileHandle handle = Open(folder, ReadOnlyCloseOnExec);
        if (handle.IsInvalid)
            throw new IOException($"Could not open folder {folder}: {Marshal.GetLastPInvokeErrorMessage()}", Marshal.GetLastPInvokeError());
        RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
