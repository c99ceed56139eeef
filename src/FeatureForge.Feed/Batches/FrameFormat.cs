using System.Buffers.Binary;

namespace FeatureForge.Feed.Batches;

/// <summary>The head of a frame, as docs/feed.md has it.</summary>
internal static class FrameFormat
{
    /// <summary>Magic of a batch.</summary>
    public const uint Batch = 0x46424146;

    /// <summary>Magic of an error.</summary>
    public const uint Error = 0x46454146;

    /// <summary>Magic of the end.</summary>
    public const uint End = 0x465A4146;

    /// <summary>Bytes of a head.</summary>
    public const int HeadBytes = 20;

    /// <summary>Writes a head.</summary>
    /// <param name="destination">At least <see cref="HeadBytes"/> bytes.</param>
    /// <param name="magic">Kind of frame.</param>
    /// <param name="step">Step.</param>
    /// <param name="payloadBytes">Bytes that follow.</param>
    /// <param name="checksum">Masked CRC-32C of the payload, or 0.</param>
    public static void Write(Span<byte> destination, uint magic, long step, long payloadBytes, uint checksum)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, magic);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)step);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], (ulong)payloadBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], checksum);
    }
}
