using System.Buffers.Binary;
using System.IO.Compression;
using FeatureForge.Records.Framing;

namespace FeatureForge.Records.Shards;

/// <summary>
/// Reads files of TFRecord frames, one record after another or by index, plain or packed with gzip. Lengths are checked against
/// what the file can hold before memory is taken, and both checksums of each record against its bytes. What a compressed file can hold is
/// not known (a few bytes unpack to gigabytes), so its records may have <see cref="LargestCompressedRecord"/> bytes at most. Not for
/// several threads.
/// </summary>
public sealed class ShardReader : IDisposable
{
    /// <summary>Most bytes of one record of a compressed file, without its frame: 256 MiB. Plain files have no such limit.</summary>
    public const int LargestCompressedRecord = 256 << 20;

    // Small enough to stay in the cache of a core between the system's copy and the checksum.
    private const int BlockBytes = 1 << 18;
    private const int FirstPieceBytes = 1 << 20;
    private readonly FileStream _file;
    private readonly Stream _content;
    private byte[] _block = new byte[BlockBytes];

    /// <summary>What has been read and not been passed over is <c>_block[_start.._end]</c>; it lies at <see cref="RecordOffset"/> of the content.</summary>
    private int _start;
    private int _end;

    private ShardReader(string path)
    {
        Path = path;
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        IsCompressed = StartsAsGzip(_file);
        _content = IsCompressed ? new GZipStream(_file, CompressionMode.Decompress) : _file;
    }

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>True when the file is packed with gzip as a whole, whatever its name.</summary>
    public bool IsCompressed { get; }

    /// <summary>Number of the record that <see cref="TryRead"/> reads next, from 0.</summary>
    public long NextRecord { get; private set; }

    /// <summary>Byte at which the frame of the last record starts; in the unpacked content where the file is compressed.</summary>
    public long RecordOffset { get; private set; }

    /// <summary>The last record with its frame; valid until the next read.</summary>
    public ReadOnlySpan<byte> Framed => _block.AsSpan(_start, FramedLength);

    private int FramedLength { get; set; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Path.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The file cannot be opened, or is a pipe, device or socket.</exception>
    public static ShardReader Open(string path)
    {
        SpecialFile.Refuse(path);
        try
        {
            return new ShardReader(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordErrors.CannotRead(path, exception);
        }
    }

    /// <summary>Reads the next record; false at the end of the file.</summary>
    /// <param name="data">The record without its frame; valid until the next read.</param>
    /// <exception cref="DamagedShardException">The file is damaged here.</exception>
    /// <exception cref="Core.Errors.FeatureForgeException">The disk failed.</exception>
    public bool TryRead(out ReadOnlySpan<byte> data)
    {
        try
        {
            return TryReadFrame(out data);
        }
        catch (InvalidDataException exception)
        {
            throw Damage(RecordOffset + _end - _start, "damaged-gzip", $"The gzip stream is damaged ({exception.Message.TrimEnd('.')})", canContinue: false);
        }
        catch (IOException exception)
        {
            throw RecordErrors.CannotRead(Path, exception);
        }
    }

    /// <summary>Reads the record that an index names; <see cref="TryRead"/> then goes on after it.</summary>
    /// <param name="index">Index of this file.</param>
    /// <param name="record">Number of the record, from 0.</param>
    /// <returns>The record without its frame; valid until the next read.</returns>
    /// <exception cref="DamagedShardException">The file is damaged here, or the index does not belong to it.</exception>
    /// <exception cref="Core.Errors.FeatureForgeException">The file is compressed, or the disk failed.</exception>
    public ReadOnlySpan<byte> ReadAt(ShardIndex index, int record)
    {
        if (IsCompressed)
            throw RecordErrors.IndexOfCompressed(Path);
        var (offset, size) = index[record];
        NextRecord = record;
        if (offset > _file.Length)
            throw Damage(offset, "index-mismatch", $"The index puts the record at byte {offset} but the file has {_file.Length}", canContinue: false);
        MoveTo(offset, size);
        if (!TryRead(out ReadOnlySpan<byte> data))
            throw Damage(offset, "index-mismatch", "The index names a record at the end of the file", canContinue: false);
        return FramedLength == size ? data
            : throw RecordErrors.Damaged(new ShardPlace(Path, record, offset), "index-mismatch", $"The index states {size} bytes, the frame has {FramedLength}", canContinue: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _content.Dispose();
        _file.Dispose();
    }

    private bool TryReadFrame(out ReadOnlySpan<byte> data)
    {
        data = default;
        _start += FramedLength;
        RecordOffset += FramedLength;
        FramedLength = 0;
        int headerBytes = Math.Min(Fill(RecordFraming.HeaderBytes), RecordFraming.HeaderBytes);
        if (headerBytes == 0)
            return false;
        if (headerBytes < RecordFraming.HeaderBytes)
            throw Truncated(RecordFraming.HeaderBytes);
        if (!RecordFraming.TryReadLength(_block.AsSpan(_start), out ulong length))
            throw Damage(RecordOffset, "length-checksum", $"The length of the record ({length}) does not match its checksum", canContinue: false);
        ReadDataAndFooter(length);
        NextRecord++;
        data = Framed[RecordFraming.HeaderBytes..^RecordFraming.FooterBytes];
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(Framed[^RecordFraming.FooterBytes..]);
        if (stored != Crc32C.Mask(Crc32C.Compute(data)))
        {
            throw RecordErrors.Damaged(
                new ShardPlace(Path, NextRecord - 1, RecordOffset), "data-checksum", $"The {length} bytes of the record do not match their checksum", canContinue: true);
        }

        return true;
    }

    private void ReadDataAndFooter(ulong length)
    {
        if (length > (ulong)RecordFraming.MaximumDataBytes)
            throw Damage(RecordOffset, "implausible-length", $"The record states {length} bytes, at most {RecordFraming.MaximumDataBytes} can be read", canContinue: false);
        if (IsCompressed && length > LargestCompressedRecord)
        {
            throw Damage(
                RecordOffset,
                "record-too-large",
                $"The record states {length} bytes, in a compressed file at most {LargestCompressedRecord} (256 MiB) are read; a file unpacked with gunzip has no such limit",
                canContinue: false);
        }

        int framedLength = (int)length + RecordFraming.OverheadBytes;
        if (!IsCompressed && framedLength > _end - _start && framedLength > _file.Length - RecordOffset)
            throw Truncated(framedLength);

        // What a compressed file can hold is not known, so memory is taken only as content arrives.
        int there = _end - _start;
        while (there < framedLength)
        {
            int target = IsCompressed ? (int)Math.Min(framedLength, Math.Max(FirstPieceBytes, (long)there * 2)) : framedLength;
            there = Fill(target);
            if (there < target)
                throw Truncated(framedLength);
        }

        FramedLength = framedLength;
    }

    /// <summary>Goes to a record anywhere in a plain file, and reads no more than it where the index tells the truth.</summary>
    private void MoveTo(long offset, long size)
    {
        _file.Position = offset;
        RecordOffset = offset;
        FramedLength = 0;
        _start = 0;
        _end = 0;
        int wanted = (int)Math.Clamp(size, 0, Math.Min(FirstPieceBytes, _file.Length - offset));
        MakeRoom(wanted);
        _end = _content.ReadAtLeast(_block.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
    }

    /// <summary>Reads until so many bytes are there, and more where the block has room.</summary>
    /// <returns>Bytes there; fewer than wanted at the end of the content.</returns>
    private int Fill(int wanted)
    {
        int there = _end - _start;
        if (there >= wanted)
            return there;
        MakeRoom(wanted);
        _end += _content.ReadAtLeast(_block.AsSpan(_end), wanted - there, throwOnEndOfStream: false);
        return _end - _start;
    }

    private void MakeRoom(int wanted)
    {
        int there = _end - _start;
        byte[] block = wanted <= _block.Length ? _block : new byte[(int)Math.Min(Array.MaxLength, Math.Max((long)wanted + BlockBytes, _block.Length * 2L))];
        _block.AsSpan(_start, there).CopyTo(block);
        _block = block;
        _start = 0;
        _end = there;
    }

    private DamagedShardException Truncated(long wanted)
    {
        long left = IsCompressed ? _end - _start : _file.Length - RecordOffset;
        return Damage(RecordOffset, "truncated", $"The file ends within a record: {wanted} bytes are wanted, {left} are there", canContinue: false);
    }

    private DamagedShardException Damage(long byteOffset, string reason, string what, bool canContinue) =>
        RecordErrors.Damaged(new ShardPlace(Path, NextRecord, byteOffset), reason, what, canContinue);

    /// <summary>Tells gzip by its magic bytes. A plain file may start with them too (a first record of 559,903 bytes), but then its length has a right checksum.</summary>
    private static bool StartsAsGzip(FileStream file)
    {
        Span<byte> start = stackalloc byte[RecordFraming.HeaderBytes];
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        bool plain = read == start.Length && RecordFraming.TryReadLength(start, out _);
        return !plain && read >= 3 && start[0] == 0x1F && start[1] == 0x8B && start[2] == 8;
    }
}
