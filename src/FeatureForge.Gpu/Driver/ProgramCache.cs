using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FeatureForge.Gpu.Driver;

/// <summary>
/// Compiled programs on disk, one file each, named by the SHA-256 of all that decides them. A file that is damaged, cut short or of
/// another key counts as absent: the program is compiled again and the file replaced. Failures to write are no errors.
/// </summary>
internal sealed class ProgramCache
{
    private const int LargestFile = 64 << 20;
    private const int HeaderBytes = 8 + 32 + 32;
    private static readonly byte[] s_magic = "FFKERN01"u8.ToArray();
    private static int s_count;
    private readonly string? _folder;

    /// <summary>Opens the cache.</summary>
    /// <param name="folder">Folder; null for the user's own, empty for none.</param>
    public ProgramCache(string? folder)
    {
        string? path = folder ?? (CacheFolder.OfUser() is { } user ? Path.Combine(user, "kernels") : null);
        _folder = !string.IsNullOrEmpty(path) && CacheFolder.TryMake(path) ? path : null;
    }

    /// <summary>SHA-256 over texts with their lengths, so that no two lists give the same.</summary>
    /// <param name="parts">All that decides the machine code.</param>
    public static byte[] KeyOf(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        foreach (string part in parts)
        {
            byte[] text = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
            hash.AppendData(length);
            hash.AppendData(text);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Machine code of a key, or null.</summary>
    public byte[]? TryRead(byte[] key)
    {
        if (_folder is null)
            return null;
        try
        {
            using var file = new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            if (file.Length is <= HeaderBytes or > LargestFile)
                return null;
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            ReadOnlySpan<byte> payload = bytes.AsSpan(HeaderBytes);
            bool sound = bytes.AsSpan(0, 8).SequenceEqual(s_magic) && bytes.AsSpan(8, 32).SequenceEqual(key)
                && bytes.AsSpan(40, 32).SequenceEqual(SHA256.HashData(payload));
            return sound ? payload.ToArray() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Keeps machine code under a key; readers see the whole file or none.</summary>
    public void Write(byte[] key, ReadOnlySpan<byte> payload)
    {
        if (_folder is null || payload.IsEmpty || payload.Length > LargestFile - HeaderBytes)
            return;
        string path = PathOf(key);
        string unfinished = $"{path}.{Environment.ProcessId}.{Interlocked.Increment(ref s_count)}";
        try
        {
            using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
            {
                file.Write(s_magic);
                file.Write(key);
                file.Write(SHA256.HashData(payload));
                file.Write(payload);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            RemoveUnfinished(unfinished);
        }
    }

    private static void RemoveUnfinished(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full or vanished disk; the file is small and never read.
        }
    }

    private string PathOf(byte[] key) => Path.Combine(_folder!, $"{Convert.ToHexStringLower(key)}.program");
}
