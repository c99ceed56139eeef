using System.Buffers.Binary;
using FeatureForge.Records.Framing;

namespace FeatureForge.Records.EntryPoints;

/// <summary>
/// Layout of the file of entry points that lies beside images, little-endian: a head of 64 bytes; the records, one for each image that
/// has entry points; the names in the same order, each a length of the name (16 bits), a length of the record (32 bits) and the name.
/// The head has magic (8 bytes), version (32 bits), number of records (32), offset and length of the names (64 each), CRC-32C of the names
/// (32), zeros, and in its last 4 bytes the CRC-32C of all that comes before. A record has its own.
/// </summary>
internal static class EntryPointLayout
{
    public const int HeadBytes = 64;
    public const int NameHeadBytes = sizeof(ushort) + sizeof(uint);
    public const int LongestName = ushort.MaxValue;

    /// <summary>Length and CRC-32C of the image, and the record's own CRC-32C.</summary>
    public const int RecordHeadBytes = sizeof(uint) + sizeof(uint);

    public const int RecordTailBytes = sizeof(uint);

    /// <summary>No record is longer, so nobody has to set aside more for one, whatever the file says.</summary>
    public const int MostRecordBytes = 1 << 17;

    /// <summary>The letters <c>FForgEP</c> and a line feed, first letter lowest.</summary>
    private const ulong Magic = 0x0A_50_45_67_72_6F_46_46;
    private const uint Version = 1;
    private const int CrcPlace = HeadBytes - sizeof(uint);

    public static void WriteHead(Span<byte> head, int records, long namesOffset, long namesLength, uint namesCrc)
    {
        head.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(head, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], records);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], namesOffset);
        BinaryPrimitives.WriteInt64LittleEndian(head[24..], namesLength);
        BinaryPrimitives.WriteUInt32LittleEndian(head[32..], namesCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(head[CrcPlace..], Crc32C.Compute(head[..CrcPlace]));
    }

    /// <summary>Reads a head; false when it is none of this version, or does not describe a file of the given length.</summary>
    public static bool TryReadHead(ReadOnlySpan<byte> head, long fileLength, out int records, out long namesOffset, out uint namesCrc)
    {
        records = BinaryPrimitives.ReadInt32LittleEndian(head[12..]);
        namesOffset = BinaryPrimitives.ReadInt64LittleEndian(head[16..]);
        namesCrc = BinaryPrimitives.ReadUInt32LittleEndian(head[32..]);
        long namesLength = BinaryPrimitives.ReadInt64LittleEndian(head[24..]);
        return BinaryPrimitives.ReadUInt64LittleEndian(head) == Magic
            && BinaryPrimitives.ReadUInt32LittleEndian(head[8..]) == Version
            && BinaryPrimitives.ReadUInt32LittleEndian(head[CrcPlace..]) == Crc32C.Compute(head[..CrcPlace])
            && records >= 0 && namesOffset >= HeadBytes && namesOffset <= fileLength && namesLength == fileLength - namesOffset;
    }
}
