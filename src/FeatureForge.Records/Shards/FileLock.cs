namespace FeatureForge.Records.Shards;

/// <summary>Locks that the kernel gives up when the process ends, however it ends (flock on Linux).</summary>
internal static class FileLock
{
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);

    /// <summary>Locks a file, made if absent; null where another process holds it.</summary>
    public static FileStream? TryAcquire(string path, bool exclusive)
    {
        try
        {
            return exclusive
                ? new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
                : OpenShared(path);
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return null;
        }
    }

    public static bool IsHeld(IOException exception) =>
        exception.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolationOnWindows;

    /// <summary>A shared lock is had by opening for reading; the file is made first, since that needs the right to write.</summary>
    private static FileStream OpenShared(string path)
    {
        if (!File.Exists(path))
            new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0).Dispose();
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
    }
}
