using System.Buffers.Binary;

namespace FeatureForge.Records.Framing;

/// <summary>
/// The frame that TFRecord puts around each record, little-endian: <c>u64 length | u32 masked CRC-32C of those 8 bytes | data |
/// u32 masked CRC-32C of the data</c>. A file is frames and nothing else (TensorFlow, record_writer.h).
/// </summary>
public static class RecordFraming
{
    /// <summary>Bytes before the data.</summary>
    public const int HeaderBytes = 12;

    /// <summary>Bytes after the data.</summary>
    public const int FooterBytes = 4;

    /// <summary>Bytes that the frame adds to a record.</summary>
    public const int OverheadBytes = HeaderBytes + FooterBytes;

    /// <summary>The longest data that a frame in memory can hold, in bytes.</summary>
    public static int MaximumDataBytes => Array.MaxLength - OverheadBytes;

    /// <summary>Writes length and checksums around data that already lies in its place.</summary>
    /// <param name="framed">The whole frame: <see cref="HeaderBytes"/>, data, <see cref="FooterBytes"/>.</param>
    public static void Seal(Span<byte> framed)
    {
        int length = framed.Length - OverheadBytes;
        ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(framed));
        BinaryPrimitives.WriteUInt64LittleEndian(framed, (ulong)length);
        BinaryPrimitives.WriteUInt32LittleEndian(framed[8..], Crc32C.Mask(Crc32C.Compute(framed[..8])));
        BinaryPrimitives.WriteUInt32LittleEndian(framed[^FooterBytes..], Crc32C.Mask(Crc32C.Compute(framed[HeaderBytes..^FooterBytes])));
    }

    /// <summary>Whether the first bytes of a frame carry a length with its right checksum.</summary>
    /// <param name="header">At least <see cref="HeaderBytes"/> bytes.</param>
    /// <param name="length">Length of the data, as stated.</param>
    internal static bool TryReadLength(ReadOnlySpan<byte> header, out ulong length)
    {
        length = BinaryPrimitives.ReadUInt64LittleEndian(header);
        return BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) == Crc32C.Mask(Crc32C.Compute(header[..8]));
    }

    /// <summary>The checksum of a file continued by a frame, taken from the frame's own checksum instead of its data.</summary>
    /// <param name="fileCrc">Checksum of the file so far.</param>
    /// <param name="framed">A sealed frame.</param>
    internal static uint AppendToFile(uint fileCrc, ReadOnlySpan<byte> framed)
    {
        ReadOnlySpan<byte> footer = framed[^FooterBytes..];
        uint dataCrc = Crc32C.Unmask(BinaryPrimitives.ReadUInt32LittleEndian(footer));
        uint crc = Crc32C.Append(fileCrc, framed[..HeaderBytes]);
        crc = Crc32C.Combine(crc, dataCrc, framed.Length - OverheadBytes);
        return Crc32C.Append(crc, footer);
    }
}
