using System.Buffers.Binary;
using FeatureForge.Records.Framing;

namespace FeatureForge.Records.EntryPoints;

/// <summary>
/// What is kept about one image, bound to its bytes: their number, their CRC-32C, the entry points, and a CRC-32C over all that.
/// The name of the image does not belong to it; it may have been moved or copied.
/// </summary>
public readonly ref struct EntryPointRecord
{
    private readonly uint _length;
    private readonly uint _crc;

    private EntryPointRecord(uint length, uint crc, ReadOnlySpan<byte> content)
    {
        _length = length;
        _crc = crc;
        Content = content;
    }

    /// <summary>The entry points, as the decoder wrote them.</summary>
    public ReadOnlySpan<byte> Content { get; }

    /// <summary>Most bytes of entry points that a record holds.</summary>
    public const int MostContentBytes = EntryPointLayout.MostRecordBytes - EntryPointLayout.RecordHeadBytes - EntryPointLayout.RecordTailBytes;

    /// <summary>Bytes of a record.</summary>
    /// <param name="contentBytes">Bytes of its entry points.</param>
    public static int ByteCount(int contentBytes) => EntryPointLayout.RecordHeadBytes + contentBytes + EntryPointLayout.RecordTailBytes;

    /// <summary>Where the entry points go in a record that is being made.</summary>
    /// <param name="record">The record's bytes.</param>
    public static Span<byte> ContentOf(Span<byte> record) => record[EntryPointLayout.RecordHeadBytes..^EntryPointLayout.RecordTailBytes];

    /// <summary>Completes a record whose entry points stand at <see cref="ContentOf"/>.</summary>
    /// <param name="record">The record's bytes.</param>
    /// <param name="image">The whole image file.</param>
    public static void Complete(Span<byte> record, ReadOnlySpan<byte> image)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, image.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[sizeof(uint)..], Crc32C.Compute(image));
        BinaryPrimitives.WriteUInt32LittleEndian(record[^EntryPointLayout.RecordTailBytes..], Crc32C.Compute(record[..^EntryPointLayout.RecordTailBytes]));
    }

    /// <summary>Reads a record.</summary>
    /// <param name="bytes">Bytes of any origin.</param>
    /// <param name="record">The record; it refers to <paramref name="bytes"/>.</param>
    /// <returns>False when they are no record, or damaged.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out EntryPointRecord record)
    {
        record = default;
        if (bytes.Length < ByteCount(0) || bytes.Length > EntryPointLayout.MostRecordBytes)
            return false;
        ReadOnlySpan<byte> head = bytes[..^EntryPointLayout.RecordTailBytes];
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[head.Length..]) != Crc32C.Compute(head))
            return false;
        record = new EntryPointRecord(
            BinaryPrimitives.ReadUInt32LittleEndian(head),
            BinaryPrimitives.ReadUInt32LittleEndian(head[sizeof(uint)..]),
            head[EntryPointLayout.RecordHeadBytes..]);
        return true;
    }

    /// <summary>True when the record was made for these very bytes, as far as length and checksum tell.</summary>
    /// <param name="image">The whole image file.</param>
    public bool IsOf(ReadOnlySpan<byte> image) => image.Length == _length && Crc32C.Compute(image) == _crc;
}
