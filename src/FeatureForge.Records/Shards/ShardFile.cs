using System.Buffers.Text;
using FeatureForge.Records.Framing;

namespace FeatureForge.Records.Shards;

/// <summary>
/// Writes one shard and its index under temporary names; both appear under their own names only when complete and on disk. A shard
/// that is neither completed nor abandoned is abandoned by <see cref="Dispose"/>. Not for several threads.
/// </summary>
public sealed class ShardFile : IDisposable
{
    private const int DataBufferBytes = 1 << 18;
    private const int IndexBufferBytes = 1 << 14;
    private const int LongestIndexLine = 48;
    private readonly OutputFolder _folder;
    private readonly FileStream _data;
    private readonly FileStream _index;
    private readonly byte[] _indexText = new byte[IndexBufferBytes];
    private int _indexLength;
    private bool _broken;
    private bool _ended;

    internal ShardFile(OutputFolder folder, PlannedShard shard)
    {
        _folder = folder;
        Shard = shard;
        _data = folder.CreatePartial(shard.Name.ToString(), DataBufferBytes);
        try
        {
            _index = folder.CreatePartial(shard.Name.IndexName, bufferBytes: 0);
        }
        catch
        {
            _data.Dispose();
            throw;
        }
    }

    /// <summary>The shard as planned.</summary>
    public PlannedShard Shard { get; }

    /// <summary>Records so far.</summary>
    public int Records { get; private set; }

    /// <summary>Bytes so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>CRC-32C of everything so far, combined from the checksums of the records.</summary>
    public uint Crc32C { get; private set; }

    /// <summary>Adds a record. Records come in the order of their places.</summary>
    /// <param name="framedRecord">Sealed frame, as <see cref="RecordBuffer.Framed"/> gives it.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The disk is full or failed; the shard can only be abandoned.</exception>
    public void Append(ReadOnlySpan<byte> framedRecord)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        try
        {
            _data.Write(framedRecord);
            AppendIndexLine(framedRecord.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _broken = true;
            throw RecordErrors.CannotWrite(_folder.PathOf(Shard.Name.ToString()), exception);
        }

        Crc32C = RecordFraming.AppendToFile(Crc32C, framedRecord);
        Bytes += framedRecord.Length;
        Records++;
    }

    /// <summary>Ends the shard: brings it to disk, gives it its name and notes that it is done.</summary>
    /// <param name="quarantined">The planned samples that did not become records; with <see cref="Records"/> they make up the whole plan of the shard.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The disk is full or failed; the shard is not done.</exception>
    /// <exception cref="InvalidOperationException">Records and quarantined samples do not add up to the plan, or an earlier write failed.</exception>
    public void Complete(IReadOnlyCollection<QuarantinedEntry> quarantined)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_broken || Records + quarantined.Count != Shard.Count)
        {
            throw new InvalidOperationException(
                $"{Shard.Name} has {Records} records and {quarantined.Count} quarantined samples of {Shard.Count} planned, write failed: {_broken}. Abandon it.");
        }

        try
        {
            _index.Write(_indexText.AsSpan(0, _indexLength));
            _folder.Files.FlushAndClose(_data);
            _folder.Files.FlushAndClose(_index);
            _folder.Commit(Shard, new ShardResult(Records, Bytes, Crc32C, [.. quarantined.OrderBy(entry => entry.Place)]));
            _ended = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _broken = true;
            throw RecordErrors.CannotWrite(_folder.PathOf(Shard.Name.ToString()), exception);
        }
    }

    /// <summary>Gives the shard up and deletes its temporary files; another run makes it from the start.</summary>
    public void Abandon()
    {
        if (_ended)
            return;
        _ended = true;
        Close(_data);
        Close(_index);
        _folder.DeletePartials(Shard);
    }

    /// <inheritdoc/>
    public void Dispose() => Abandon();

    /// <summary>Closing writes what is still buffered, which fails again on a full disk; the file is to be deleted anyway.</summary>
    private static void Close(FileStream file)
    {
        try
        {
            file.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    private void AppendIndexLine(int size)
    {
        if (_indexText.Length - _indexLength < LongestIndexLine)
        {
            _index.Write(_indexText.AsSpan(0, _indexLength));
            _indexLength = 0;
        }

        AppendNumber(Bytes);
        _indexText[_indexLength++] = (byte)' ';
        AppendNumber(size);
        _indexText[_indexLength++] = (byte)'\n';
    }

    private void AppendNumber(long value)
    {
        Utf8Formatter.TryFormat(value, _indexText.AsSpan(_indexLength), out int written);
        _indexLength += written;
    }
}
