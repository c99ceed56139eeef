using System.Net.Sockets;

namespace FeatureForge.Cli.Feed;

/// <summary>Temporary folders of trainings that were ended at once (SIGKILL, SIGQUIT) and could not tidy up.</summary>
internal static class LeftFolders
{
    /// <summary>Older than the moment between making a socket and listening on it could ever last.</summary>
    private static readonly TimeSpan s_leastAge = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Removes folders whose only content is a socket that nobody listens on any more. Whatever is not surely such a one, or cannot be
    /// entered, stays.
    /// </summary>
    /// <param name="prefix">How their names begin.</param>
    /// <param name="socketName">Name of the socket.</param>
    public static void Remove(string prefix, string socketName)
    {
        try
        {
            foreach (DirectoryInfo folder in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories(prefix + "*"))
                RemoveOne(folder, Path.Combine(folder.FullName, socketName));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The training needs none of this; a temporary folder of no use is reported when one is made in it.
        }
    }

    private static void RemoveOne(DirectoryInfo folder, string socket)
    {
        try
        {
            if (folder.LinkTarget is not null || folder.GetFileSystemInfos() is not [var only] || only.FullName != socket)
                return;
            if (DateTime.UtcNow - only.LastWriteTimeUtc < s_leastAge || !IsRefused(socket))
                return;
            File.Delete(socket);
            folder.Delete();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Another user's, or another training tidies it up just now.
        }
    }

    /// <summary>Whether nobody listens. Files that are no sockets are refused in the same words, but no folder of trainings holds such.</summary>
    private static bool IsRefused(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return false;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (ArgumentException)
        {
            // Too long for a socket.
            return false;
        }
    }
}
