using System.Runtime.InteropServices;
using System.Text;
using FeatureForge.Core.Buffers;

namespace FeatureForge.Native;

/// <summary>
/// Reads whole files whose paths are kept as UTF-8 bytes. On Linux it allocates no managed memory and never blocks on a pipe;
/// elsewhere it goes through <see cref="File"/>.
/// </summary>
public static unsafe class FileReader
{
    private const int LongestPath = 4096;

    /// <summary>Reads the file <c>folder/relativePath</c>.</summary>
    /// <param name="folderUtf8">Folder, absolute or relative to the current one, with or without a final <c>/</c>; empty for none.</param>
    /// <param name="relativePathUtf8">Path within the folder, <c>/</c>-separated.</param>
    /// <param name="destination">Takes the content from its first byte on.</param>
    /// <param name="length">Bytes read; 0 unless <see cref="FileReadStatus.Complete"/>. <c>destination.Ensure(length)</c> gives them.</param>
    public static FileReadStatus Read(ReadOnlySpan<byte> folderUtf8, ReadOnlySpan<byte> relativePathUtf8, GrowableBuffer destination, out int length)
    {
        length = 0;
        Span<byte> path = stackalloc byte[LongestPath];
        if (!TryJoin(folderUtf8, relativePathUtf8, path, out int pathBytes))
            return FileReadStatus.InvalidPath;
        return OperatingSystem.IsLinux() ? ReadByCalls(path, destination, out length) : ReadPortably(path[..pathBytes], destination, out length);
    }

    /// <summary>
    /// Has the system begin to read a file that <see cref="Read"/> will soon want, without waiting for it. Only a hint: it does
    /// nothing outside Linux, and a file that cannot be opened is the business of <see cref="Read"/>.
    /// </summary>
    /// <param name="folderUtf8">Folder, as for <see cref="Read"/>.</param>
    /// <param name="relativePathUtf8">Path within the folder.</param>
    public static void Announce(ReadOnlySpan<byte> folderUtf8, ReadOnlySpan<byte> relativePathUtf8)
    {
        Span<byte> terminated = stackalloc byte[LongestPath];
        if (!OperatingSystem.IsLinux() || !TryJoin(folderUtf8, relativePathUtf8, terminated, out _))
            return;
        int file;
        fixed (byte* path = terminated)
            file = CLibrary.Open(path, CLibrary.OpenReadOnly | CLibrary.OpenNonBlocking | CLibrary.OpenCloseOnExec);
        if (file < 0)
            return;
        _ = CLibrary.Advise(file, 0, 0, CLibrary.AdviseWillNeed);
        _ = CLibrary.Close(file);
    }

    /// <summary>The way without libc, also for files that only .NET can name.</summary>
    internal static FileReadStatus ReadPortably(ReadOnlySpan<byte> pathUtf8, GrowableBuffer destination, out int length)
    {
        length = 0;
        string path = Encoding.UTF8.GetString(pathUtf8);
        try
        {
            if ((File.GetAttributes(path) & (FileAttributes.Directory | FileAttributes.Device)) != 0)
                return FileReadStatus.NotRegularFile;
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (file.Length >= Array.MaxLength)
                return FileReadStatus.TooLarge;
            Span<byte> content = destination.Ensure(file.Length + 1);
            int got = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            if (got != content.Length - 1)
                return FileReadStatus.Changed;
            length = got;
            return FileReadStatus.Complete;
        }
        catch (UnauthorizedAccessException)
        {
            return FileReadStatus.AccessDenied;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return FileReadStatus.NotFound;
        }
        catch (Exception error) when (error is IOException or NotSupportedException)
        {
            return FileReadStatus.Failed;
        }
    }

    private static bool TryJoin(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> relative, Span<byte> path, out int length)
    {
        length = 0;
        bool slash = folder.Length > 0 && folder[^1] != (byte)'/';
        int wanted = folder.Length + (slash ? 1 : 0) + relative.Length;
        if (wanted == 0 || wanted >= path.Length || folder.Contains((byte)0) || relative.Contains((byte)0))
            return false;
        folder.CopyTo(path);
        if (slash)
            path[folder.Length] = (byte)'/';
        relative.CopyTo(path[(wanted - relative.Length)..]);
        path[wanted] = 0;
        length = wanted;
        return true;
    }

    private static FileReadStatus ReadByCalls(ReadOnlySpan<byte> terminatedPath, GrowableBuffer destination, out int length)
    {
        length = 0;
        int file;
        fixed (byte* path = terminatedPath)
        {
            do
                file = CLibrary.Open(path, CLibrary.OpenReadOnly | CLibrary.OpenNonBlocking | CLibrary.OpenCloseOnExec);
            while (file < 0 && Marshal.GetLastPInvokeError() == CLibrary.ErrorInterrupted);
        }

        if (file < 0)
            return StatusOf(Marshal.GetLastPInvokeError());
        try
        {
            return ReadOpened(file, destination, out length);
        }
        finally
        {
            _ = CLibrary.Close(file);
        }
    }

    private static FileReadStatus ReadOpened(int file, GrowableBuffer destination, out int length)
    {
        length = 0;
        FileStatus status;
        byte empty = 0;
        if (CLibrary.GetStatus(file, &empty, CLibrary.EmptyPath, CLibrary.StatusTypeAndSize, &status) != 0)
            return FileReadStatus.Failed;
        if (!status.IsRegularFile)
            return FileReadStatus.NotRegularFile;
        if (status.Size >= (ulong)Array.MaxLength)
            return FileReadStatus.TooLarge;

        // One byte more than the file has, so that the read which finds its end also notices that it grew.
        Span<byte> content = destination.Ensure((long)status.Size + 1);
        int got = 0;
        while (got < content.Length)
        {
            nint read;
            fixed (byte* target = content[got..])
                read = CLibrary.Read(file, target, (nuint)(content.Length - got));
            if (read < 0 && Marshal.GetLastPInvokeError() == CLibrary.ErrorInterrupted)
                continue;
            if (read < 0)
                return FileReadStatus.Failed;
            if (read == 0)
                break;
            got += (int)read;
        }

        if (got != content.Length - 1)
            return FileReadStatus.Changed;
        length = got;
        return FileReadStatus.Complete;
    }

    private static FileReadStatus StatusOf(int error) => error switch
    {
        CLibrary.ErrorNoEntry or CLibrary.ErrorNotFolder => FileReadStatus.NotFound,
        CLibrary.ErrorAccess or CLibrary.ErrorNotPermitted => FileReadStatus.AccessDenied,
        CLibrary.ErrorNoDevice => FileReadStatus.NotRegularFile,
        CLibrary.ErrorNameTooLong => FileReadStatus.InvalidPath,
        _ => FileReadStatus.Failed,
    };
}
