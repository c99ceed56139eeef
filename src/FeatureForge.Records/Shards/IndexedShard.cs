using System.Buffers.Binary;
using FeatureForge.Records.Framing;
using Microsoft.Win32.SafeHandles;

namespace FeatureForge.Records.Shards;

/// <summary>
/// A plain shard whose records are read in any order by any number of threads. The index is read once and held against the manifest;
/// each record is read by position and its checksums are verified, so a file that is cut short or changed meanwhile ends in an error, never
/// in a fault of the process, as a mapped file would.
/// </summary>
public sealed class IndexedShard : IDisposable
{
    private readonly long[] _starts;
    private SafeFileHandle? _file;

    private IndexedShard(string path, long[] starts)
    {
        Path = path;
        _starts = starts;
    }

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>Number of records.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Reads the index of a shard and compares it with what the manifest promises.</summary>
    /// <param name="folder">Folder of the shard.</param>
    /// <param name="promised">The manifest's line of the shard.</param>
    /// <exception cref="DamagedShardException">File or index contradict the manifest.</exception>
    /// <exception cref="Core.Errors.FeatureForgeException">A file cannot be read.</exception>
    public static IndexedShard Open(string folder, ManifestShard promised)
    {
        string path = System.IO.Path.Combine(folder, promised.Name);
        SpecialFile.Refuse(path);
        ShardIndex index = ShardIndex.Read(path + ShardName.IndexEnding);
        if (index.Count != promised.Records)
            throw Damaged(path, 0, 0, "index-mismatch", $"The index names {index.Count} records, the manifest promises {promised.Records}");
        var starts = new long[index.Count + 1];
        for (int i = 0; i < index.Count; i++)
        {
            (long offset, long size) = index[i];
            if (offset != starts[i] || size < RecordFraming.OverheadBytes || size > RecordFraming.MaximumDataBytes || size > promised.Bytes - offset)
                throw Damaged(path, i, starts[i], "index-mismatch", $"The index states byte {offset} and {size} bytes, which does not follow the record before or leaves the file of {promised.Bytes} bytes");
            starts[i + 1] = offset + size;
        }

        if (starts[^1] != promised.Bytes)
            throw Damaged(path, index.Count, starts[^1], "index-mismatch", $"The records of the index end at byte {starts[^1]}, the manifest promises {promised.Bytes}");
        var shard = new IndexedShard(path, starts);
        shard.CheckLength();
        return shard;
    }

    /// <summary>Bytes of a record with its frame.</summary>
    /// <param name="record">Number of the record, 0 to <see cref="Count"/> - 1.</param>
    public int FramedBytes(int record) => (int)(_starts[record + 1] - _starts[record]);

    /// <summary>Bytes of a record without its frame.</summary>
    /// <param name="record">Number of the record, 0 to <see cref="Count"/> - 1.</param>
    public int DataBytes(int record) => FramedBytes(record) - RecordFraming.OverheadBytes;

    /// <summary>Reads a part of a record. The checksum is of the whole record, so it is not verified.</summary>
    /// <param name="record">Number of the record, 0 to <see cref="Count"/> - 1.</param>
    /// <param name="offset">First byte wanted, counted from the first behind the frame's header.</param>
    /// <param name="destination">Takes the bytes; they must lie within the record.</param>
    /// <exception cref="DamagedShardException">The file ends within the record.</exception>
    /// <exception cref="Core.Errors.FeatureForgeException">The disk failed.</exception>
    public void ReadData(int record, long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + destination.Length, DataBytes(record), nameof(offset));
        long start = _starts[record] + RecordFraming.HeaderBytes + offset;
        if (ReadBytes(start, destination) == destination.Length)
            return;
        Volatile.Write(ref _file, null);
        throw Damaged(Path, record, start, "truncated", $"The file ends within a record: {destination.Length} bytes are wanted from byte {start} on");
    }

    /// <summary>Reads a record with its frame and verifies both checksums.</summary>
    /// <param name="record">Number of the record, 0 to <see cref="Count"/> - 1.</param>
    /// <param name="destination">Exactly <see cref="FramedBytes"/> bytes.</param>
    /// <exception cref="DamagedShardException">The file is damaged here; the file is opened again for the next record, so that one put back is found.</exception>
    /// <exception cref="Core.Errors.FeatureForgeException">The disk failed.</exception>
    public void Read(int record, Span<byte> destination)
    {
        try
        {
            ReadFrame(record, destination);
        }
        catch
        {
            // Other threads may be reading by this handle; it is left to the collector.
            Volatile.Write(ref _file, null);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void ReadFrame(int record, Span<byte> destination)
    {
        int there = ReadBytes(_starts[record], destination);
        if (there < destination.Length)
            throw Damaged(Path, record, _starts[record], "truncated", $"The file ends within a record: {destination.Length} bytes are wanted, {there} are there");
        if (!RecordFraming.TryReadLength(destination, out ulong length) || length != (ulong)(destination.Length - RecordFraming.OverheadBytes))
            throw Damaged(Path, record, _starts[record], "length-checksum", $"The length of the record ({length}) does not match its checksum or the index ({destination.Length - RecordFraming.OverheadBytes})");
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(destination[^RecordFraming.FooterBytes..]);
        if (stored != Crc32C.Mask(Crc32C.Compute(destination[RecordFraming.HeaderBytes..^RecordFraming.FooterBytes])))
            throw Damaged(Path, record, _starts[record], "data-checksum", $"The {length} bytes of the record do not match their checksum");
    }

    private int ReadBytes(long offset, Span<byte> destination)
    {
        try
        {
            SafeFileHandle file = OpenFile();
            int there = 0;
            while (there < destination.Length)
            {
                int read = RandomAccess.Read(file, destination[there..], offset + there);
                if (read == 0)
                    break;
                there += read;
            }

            return there;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordErrors.CannotRead(Path, exception);
        }
    }

    private SafeFileHandle OpenFile()
    {
        if (Volatile.Read(ref _file) is { } open)
            return open;
        SpecialFile.Refuse(Path);
        SafeFileHandle opened = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
        if (Interlocked.CompareExchange(ref _file, opened, null) is not { } first)
            return opened;
        opened.Dispose();
        return first;
    }

    private void CheckLength()
    {
        long length;
        try
        {
            length = RandomAccess.GetLength(OpenFile());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordErrors.CannotRead(Path, exception);
        }

        if (length == _starts[^1])
            return;
        int first = Array.FindLastIndex(_starts, start => start <= length);
        throw Damaged(Path, Math.Min(first, Count), Math.Min(length, _starts[^1]), "truncated", $"The file has {length} bytes, the manifest promises {_starts[^1]}");
    }

    private static DamagedShardException Damaged(string path, long record, long byteOffset, string reason, string what) =>
        RecordErrors.Damaged(new ShardPlace(path, record, byteOffset), reason, what, canContinue: false);
}
