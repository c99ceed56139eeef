using System.Buffers.Binary;
using FeatureForge.Core.Buffers;
using FeatureForge.Records.Framing;
using FeatureForge.Records.Shards;
using Microsoft.Win32.SafeHandles;

namespace FeatureForge.Records.EntryPoints;

/// <summary>
/// The file of entry points of a folder, opened for one listing of its images. In memory are 8 bytes for each image of the listing, records
/// are read when they are asked for. It is never trusted: what is damaged counts as absent, and no length in it is believed
/// before it was checked against the file's. It is read, not mapped, since a mapped file that another process cuts short ends this one.
/// Any number of threads may ask at once.
/// </summary>
public sealed class EntryPointIndex : IDisposable
{
    /// <summary>Name of the file within the folder of the images.</summary>
    public const string FileName = ".featureforge-entry-points";

    private const int LengthBits = 20;
    private const int ChunkBytes = 1 << 20;
    private readonly SafeFileHandle _file;
    private readonly ulong[] _places;

    private EntryPointIndex(SafeFileHandle file, int images)
    {
        _file = file;
        _places = new ulong[images];
    }

    /// <summary>Images of the listing that have a record.</summary>
    public int Found { get; private set; }

    /// <summary>Where the file of a folder is.</summary>
    /// <param name="folder">Folder of the images.</param>
    public static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <summary>Opens a file of entry points and finds the images of a listing in it.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="images">Images of the listing.</param>
    /// <param name="nameOf">Their names; in ordinal order, or those out of it are not found.</param>
    /// <param name="fault">Why there is nothing to use although there is a file, in words; else null.</param>
    /// <returns>Null where there is no file, or none that can be used.</returns>
    public static EntryPointIndex? Open(string path, int images, ImageName nameOf, out string? fault)
    {
        fault = null;
        SafeFileHandle? file = null;
        EntryPointIndex? opened = null;
        try
        {
            if (!Path.Exists(path))
                return null;
            if (SpecialFile.IsAt(path) || Directory.Exists(path))
            {
                fault = "it is not a regular file";
                return null;
            }

            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var index = new EntryPointIndex(file, images);
            if (index.FindAll(nameOf))
                return opened = index;
            fault = "it is damaged, or was written by another version";
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            fault = $"it cannot be read ({exception.Message.TrimEnd('.')})";
            return null;
        }
        finally
        {
            if (opened is null)
                file?.Dispose();
        }
    }

    /// <summary>Reads the record of an image; it is not yet checked.</summary>
    /// <param name="image">Number of the image in the listing.</param>
    /// <param name="buffer">Takes the record.</param>
    /// <returns>The bytes of the record in the buffer; nothing where there is none.</returns>
    public ReadOnlySpan<byte> Read(int image, GrowableBuffer buffer)
    {
        ulong place = _places[image];
        if (place == 0)
            return [];
        Span<byte> record = buffer.Ensure((int)(place & ((1 << LengthBits) - 1)));
        try
        {
            return RandomAccess.Read(_file, record, (long)(place >> LengthBits)) == record.Length ? record : [];
        }
        catch (IOException)
        {
            // A medium that fails costs time only: the image is decoded from its top.
            return [];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Walks over names and listing side by side, both in ordinal order; false when the file is damaged.</summary>
    private bool FindAll(ImageName nameOf)
    {
        Span<byte> head = stackalloc byte[EntryPointLayout.HeadBytes];
        long length = RandomAccess.GetLength(_file);
        if (length < head.Length || RandomAccess.Read(_file, head, 0) != head.Length
            || !EntryPointLayout.TryReadHead(head, length, out int records, out long namesOffset, out uint namesCrc))
        {
            return false;
        }

        using var buffer = new GrowableBuffer();
        Span<byte> chunk = buffer.Ensure(ChunkBytes);
        long position = namesOffset, recordOffset = EntryPointLayout.HeadBytes;
        int held = 0, seen = 0, image = 0;
        uint crc = 0;
        while (position < length || held > 0)
        {
            int wanted = (int)Math.Min(chunk.Length - held, length - position);
            int got = RandomAccess.Read(_file, chunk.Slice(held, wanted), position);
            if (got != wanted)
                return false;
            crc = Crc32C.Append(crc, chunk.Slice(held, got));
            position += got;
            int used = FindNames(chunk[..(held + got)], nameOf, ref recordOffset, ref image, ref seen);
            if (used <= 0)
                return false;
            held += got - used;
            chunk.Slice(used, held).CopyTo(chunk);
        }

        return crc == namesCrc && seen == records && recordOffset == namesOffset;
    }

    /// <summary>Takes the whole names of a chunk; gives the bytes taken, 0 or less when the first is none.</summary>
    private int FindNames(ReadOnlySpan<byte> chunk, ImageName nameOf, ref long recordOffset, ref int image, ref int seen)
    {
        int used = 0;
        while (chunk.Length - used >= EntryPointLayout.NameHeadBytes)
        {
            int nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(chunk[used..]);
            uint recordBytes = BinaryPrimitives.ReadUInt32LittleEndian(chunk[(used + sizeof(ushort))..]);
            if (recordBytes is 0 or > EntryPointLayout.MostRecordBytes)
                return -1;
            if (chunk.Length - used - EntryPointLayout.NameHeadBytes < nameBytes)
                break;
            Take(chunk.Slice(used + EntryPointLayout.NameHeadBytes, nameBytes), (ulong)recordOffset << LengthBits | recordBytes, nameOf, ref image);
            recordOffset += recordBytes;
            used += EntryPointLayout.NameHeadBytes + nameBytes;
            seen++;
        }

        return used;
    }

    // Several images of a listing may have one name: each box of it that is a sample of its own.
    private void Take(ReadOnlySpan<byte> name, ulong place, ImageName nameOf, ref int image)
    {
        int compared = -1;
        while (image < _places.Length && (compared = Utf8Texts.Compare(nameOf(image), name)) < 0)
            image++;
        for (; compared == 0; compared = image < _places.Length ? Utf8Texts.Compare(nameOf(image), name) : 1)
        {
            _places[image++] = place;
            Found++;
        }
    }
}
