using System.Buffers;
using FeatureForge.Core.Errors;
using FeatureForge.Records.Encode;

namespace FeatureForge.Records.Shards;

/// <summary>
/// Reads some small features of records without the rest: pictures are stepped over on the disk, so that labels of a data set larger than
/// memory are read at the cost of its number of records. Checksums are of whole records and are not verified here; lengths are bounded, so
/// damaged bytes end in an error or in other labels, and in an error when the record itself is read. Not for several threads.
/// </summary>
/// <param name="keys">Names of the features wanted, in UTF-8, each at most 64 bytes.</param>
public sealed class RecordExcerpt(IReadOnlyList<byte[]> keys)
{
    private const int FeaturesField = 1;
    private const int KeyField = 1;
    private const int WindowBytes = 4096;
    private const int MostHeadBytes = 32;
    private const int MostKeyBytes = 64;
    private const int LargestFeature = 1 << 20;
    private const int MostFeatures = 1024;
    private readonly byte[] _window = new byte[WindowBytes];
    private readonly ArrayBufferWriter<byte> _found = new();
    private IndexedShard? _shard;
    private int _record;
    private long _windowStart;
    private int _windowLength;
    private long _length;

    /// <summary>Reads the features of a record that are wanted.</summary>
    /// <param name="shard">Shard.</param>
    /// <param name="record">Number of the record, 0 to <see cref="IndexedShard.Count"/> - 1.</param>
    /// <returns>A <c>tf.train.Example</c> of those features alone, valid until the next call.</returns>
    /// <exception cref="BadSampleException">The bytes are not an Example, or a feature wanted is larger than 1 MiB; reason <c>damaged-example</c>.</exception>
    /// <exception cref="DamagedShardException">The file ends within the record.</exception>
    /// <exception cref="FeatureForgeException">The disk failed.</exception>
    public ReadOnlyMemory<byte> Read(IndexedShard shard, int record)
    {
        (_shard, _record, _length, _windowLength) = (shard, record, shard.DataBytes(record), 0);
        _found.ResetWrittenCount();
        int features = 0;
        for (long position = 0; position < _length;)
        {
            Head head = HeadAt(position, _length);
            if (head.Field == FeaturesField && head.IsMessage)
                CollectFeatures(head, ref features);
            position = head.End;
        }

        return WithHeads();
    }

    private void CollectFeatures(in Head message, ref int features)
    {
        for (long position = message.Start; position < message.End;)
        {
            Head entry = HeadAt(position, message.End);
            if (++features > MostFeatures)
                throw RecordErrors.DamagedExample($"There are more than {MostFeatures} features", position);
            if (entry.Field == FeaturesField && entry.IsMessage && IsWanted(entry))
                Copy(entry);
            position = entry.End;
        }
    }

    /// <summary>Writers put the name first; an entry that does not is kept for whoever reads the excerpt to look into.</summary>
    private bool IsWanted(in Head entry)
    {
        if (entry.End == entry.Start)
            return false;
        Head name = HeadAt(entry.Start, entry.End);
        if (name.Field != KeyField || !name.IsMessage)
            return true;
        if (name.End - name.Start > MostKeyBytes)
            return false;
        ReadOnlySpan<byte> text = Bytes(name.Start, (int)(name.End - name.Start)).Span;
        foreach (byte[] key in keys)
        {
            if (text.SequenceEqual(key))
                return true;
        }

        return false;
    }

    private void Copy(in Head entry)
    {
        long length = entry.End - entry.Start;
        if (length > LargestFeature)
            throw RecordErrors.DamagedExample($"A feature has {length} bytes, at most {LargestFeature} are read of one like it", entry.Start);
        WriteHead(_found, length);
        Span<byte> destination = _found.GetSpan((int)length)[..(int)length];
        _shard!.ReadData(_record, entry.Start, destination);
        _found.Advance((int)length);
    }

    private byte[] WithHeads()
    {
        var example = new ArrayBufferWriter<byte>(_found.WrittenCount + MostHeadBytes);
        WriteHead(example, _found.WrittenCount);
        example.Write(_found.WrittenSpan);
        return example.WrittenSpan.ToArray();
    }

    private static void WriteHead(ArrayBufferWriter<byte> destination, long contentBytes)
    {
        var writer = new ProtobufWriter(destination.GetSpan(MostHeadBytes));
        writer.Field(FeaturesField, contentBytes);
        destination.Advance(writer.Position);
    }

    private Head HeadAt(long position, long end)
    {
        ReadOnlyMemory<byte> bytes = Bytes(position, (int)Math.Min(MostHeadBytes, end - position));
        var reader = new ProtobufReader(bytes, position);
        reader.TryReadField();
        if (reader.Type != WireType.LengthDelimited)
        {
            reader.Skip();
            return new Head(reader.Field, false, reader.Offset, reader.Offset);
        }

        ulong length = reader.ReadVarint();
        if (length > (ulong)(end - reader.Offset))
            throw RecordErrors.DamagedExample($"A field states {length} bytes but {end - reader.Offset} are left", position);
        return new Head(reader.Field, true, reader.Offset, reader.Offset + (long)length);
    }

    /// <summary>Some bytes of the record, at most a window.</summary>
    private ReadOnlyMemory<byte> Bytes(long position, int count)
    {
        if (position < _windowStart || position + count > _windowStart + _windowLength)
        {
            (_windowStart, _windowLength) = (position, (int)Math.Min(WindowBytes, _length - position));
            _shard!.ReadData(_record, position, _window.AsSpan(0, _windowLength));
        }

        return _window.AsMemory((int)(position - _windowStart), count);
    }

    /// <summary>A field of a message: where its content begins and ends.</summary>
    private readonly record struct Head(int Field, bool IsMessage, long Start, long End);
}
