using System.Buffers.Binary;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Decode;

/// <summary>What the RIFF container of a WebP file says apart from its pixels.</summary>
/// <param name="IsAnimated">True for several frames.</param>
/// <param name="Orientation">EXIF orientation of the EXIF chunk.</param>
internal readonly record struct WebPHeader(bool IsAnimated, Orientation Orientation)
{
    private const int ContainerBytes = 12;
    private const int ChunkHeaderBytes = 8;
    private const byte AnimationFlag = 0x02;

    /// <summary>Walks the chunks; reads nothing outside the file, whatever lengths they claim.</summary>
    /// <param name="file">The whole file, which starts with the WebP signature.</param>
    public static WebPHeader Read(ReadOnlySpan<byte> file)
    {
        bool animated = false;
        var orientation = Orientation.Upright;
        int position = ContainerBytes;
        while (file.Length - position >= ChunkHeaderBytes)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(file[(position + 4)..]);
            ReadOnlySpan<byte> type = file.Slice(position, 4);
            position += ChunkHeaderBytes;
            if (length > (uint)(file.Length - position))
                break;
            ReadOnlySpan<byte> content = file.Slice(position, (int)length);
            if (type.SequenceEqual("VP8X"u8) && length > 0)
                animated = (content[0] & AnimationFlag) != 0;
            else if (type.SequenceEqual("EXIF"u8))
                orientation = ExifOrientation.Read(content.StartsWith("Exif\0\0"u8) ? content[6..] : content);

            // Chunks start at even offsets.
            position = (int)Math.Min(file.Length, position + length + (length & 1));
        }

        return new WebPHeader(animated, orientation);
    }
}
