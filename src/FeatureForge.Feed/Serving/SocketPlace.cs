using System.Net.Sockets;
using FeatureForge.Records.Shards;

namespace FeatureForge.Feed.Serving;

/// <summary>The file of a Unix socket: one that a killed server left is taken away, one in use or another file is not.</summary>
internal static class SocketPlace
{
    private const int MostBytes = 107;

    /// <summary>Makes sure that a socket can be made at a path.</summary>
    /// <param name="path">Path.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">Something else is there, or a server listens.</exception>
    public static void Prepare(string path)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(path) > MostBytes)
            throw FeedErrors.SocketTaken(path, $"is longer than the {MostBytes} bytes that the path of a socket may have");
        if (!Path.Exists(path))
            return;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused && SpecialFile.IsAt(path))
        {
            // A socket that nobody listens on: what a killed server leaves.
            File.Delete(path);
            return;
        }
        catch (SocketException exception)
        {
            throw FeedErrors.SocketTaken(path, $"cannot become a socket ({exception.Message})");
        }

        throw FeedErrors.SocketTaken(path, "is the socket of a server that runs");
    }

    /// <summary>Lets only this user connect.</summary>
    /// <param name="path">Socket.</param>
    public static void Protect(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
