using System.Buffers.Binary;
using FeatureForge.Core.Buffers;
using FeatureForge.Records.Framing;
using FeatureForge.Records.Shards;

namespace FeatureForge.Records.EntryPoints;

/// <summary>
/// Writes the file of entry points of a folder. It appears under its name only when complete: temporary name, flush to disk, rename, flush of
/// the folder. Kept in memory are 4 bytes for each image.
/// </summary>
public sealed class EntryPointIndexWriter : IDisposable
{
    private const string TemporaryEnding = ".partial";
    private const int BufferBytes = 1 << 18;
    private readonly DurableFiles _files;
    private readonly string _path;
    private readonly BlockList<int> _recordBytes = new();
    private readonly FileStream _stream;
    private long _recordsEnd = EntryPointLayout.HeadBytes;
    private int _records;
    private bool _isClosed;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it will be; see <see cref="EntryPointIndex.PathIn"/>.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">It cannot be written there, or another process is writing it.</exception>
    public EntryPointIndexWriter(string path)
        : this(path, new DurableFiles())
    {
    }

    internal EntryPointIndexWriter(string path, DurableFiles files)
    {
        _path = path;
        _files = files;
        _stream = Guarded(() =>
        {
            // What lies there may be a link to somewhere else, or a pipe; a file of an earlier, killed process is emptied.
            if (new FileInfo(TemporaryPath) is { LinkTarget: not null } || SpecialFile.IsAt(TemporaryPath))
                _files.Delete(TemporaryPath);
            FileStream stream = _files.Create(TemporaryPath, BufferBytes);
            stream.Write(new byte[EntryPointLayout.HeadBytes]);
            return stream;
        });
    }

    /// <summary>Bytes of the file; final after <see cref="Complete"/>.</summary>
    public long ByteCount { get; private set; }

    private string TemporaryPath => _path + TemporaryEnding;

    /// <summary>Adds the next image.</summary>
    /// <param name="record">Its record, or nothing when it has no entry points.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The disk is full, or cannot be written to.</exception>
    public void Add(ReadOnlySpan<byte> record)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(record.Length, EntryPointLayout.MostRecordBytes, nameof(record));
        _recordBytes.Add(record.Length);
        if (record.IsEmpty)
            return;
        _records++;
        _recordsEnd += record.Length;
        try
        {
            _stream.Write(record);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordErrors.CannotWriteEntryPoints(_path, exception);
        }
    }

    /// <summary>Writes the names and puts the file in its place.</summary>
    /// <param name="nameOf">Name of each image in the order in which they were added, ordinal order.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The disk is full, or cannot be written to.</exception>
    public void Complete(ImageName nameOf) => Guarded(() =>
    {
        uint crc = 0;
        long length = 0;
        Span<byte> head = stackalloc byte[EntryPointLayout.HeadBytes];
        for (int image = 0; image < _recordBytes.Count; image++)
        {
            if (_recordBytes[image] == 0)
                continue;
            ReadOnlySpan<byte> name = nameOf(image);
            Span<byte> nameHead = head[..EntryPointLayout.NameHeadBytes];
            BinaryPrimitives.WriteUInt16LittleEndian(nameHead, (ushort)name.Length);
            BinaryPrimitives.WriteInt32LittleEndian(nameHead[sizeof(ushort)..], _recordBytes[image]);
            _stream.Write(nameHead);
            _stream.Write(name);
            crc = Crc32C.Append(Crc32C.Append(crc, nameHead), name);
            length += nameHead.Length + name.Length;
        }

        EntryPointLayout.WriteHead(head, _records, _recordsEnd, length, crc);
        _stream.Position = 0;
        _stream.Write(head);
        ByteCount = _recordsEnd + length;
        _files.FlushAndClose(_stream);
        _isClosed = true;
        _files.Rename(TemporaryPath, _path);
        _files.FlushFolder(Path.GetDirectoryName(_path)!);
        return _stream;
    });

    /// <summary>Removes what was not completed.</summary>
    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        try
        {
            _stream.Dispose();
            _files.Delete(TemporaryPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk shows again while the rest of the buffer is written; the next file of this folder replaces what stays.
        }
    }

    private FileStream Guarded(Func<FileStream> write)
    {
        try
        {
            return write();
        }
        catch (IOException exception) when (FileLock.IsHeld(exception))
        {
            throw RecordErrors.EntryPointsInUse(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordErrors.CannotWriteEntryPoints(_path, exception);
        }
    }
}
