using System.Buffers.Binary;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Decode;

/// <summary>Walks the chunks of a PNG file. It reads nothing outside the file, whatever lengths the chunks claim.</summary>
internal static class PngHeaderReader
{
    private const int ImageHeaderBytes = 13;
    private const int ChunkFrameBytes = 12;

    /// <summary>Reads the image header and what matters of the other chunks.</summary>
    /// <param name="file">The whole file, which starts with the PNG signature.</param>
    /// <exception cref="Core.Errors.BadSampleException">The image header is missing or impossible.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < PngHeader.Offset + ImageHeaderBytes)
            throw PngErrors.HeaderCutOff(file.Length);
        ReadOnlySpan<byte> first = file[ImageSignature.Png.Length..];
        if (BinaryPrimitives.ReadUInt32BigEndian(first) != ImageHeaderBytes || !first[4..].StartsWith("IHDR"u8))
            throw PngErrors.NoImageHeader();
        ReadOnlySpan<byte> content = file.Slice(PngHeader.Offset, ImageHeaderBytes);
        uint width = BinaryPrimitives.ReadUInt32BigEndian(content);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(content[4..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw PngErrors.ImpossibleSize(width, height);
        var header = new PngHeader(new ImageShape((int)width, (int)height), content[8] * Channels(content[9]), content[9] is 4 or 6, Orientation.Upright, HasEnd: false);
        return WalkChunks(file, header);
    }

    private static int Channels(byte colorType) => colorType switch
    {
        0 or 3 => 1,
        2 => 3,
        4 => 2,
        6 => 4,
        _ => throw PngErrors.UnknownColorType(colorType),
    };

    private static PngHeader WalkChunks(ReadOnlySpan<byte> file, PngHeader header)
    {
        int position = PngHeader.Offset + ImageHeaderBytes + 4;
        while (file.Length - position >= ChunkFrameBytes)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[position..]);
            if (length > (uint)(file.Length - position - ChunkFrameBytes))
                break;
            ReadOnlySpan<byte> type = file.Slice(position + 4, 4);
            if (type.SequenceEqual("IEND"u8))
                return header with { HasEnd = true };
            if (type.SequenceEqual("tRNS"u8))
                header = header with { HasTransparency = true };
            else if (type.SequenceEqual("eXIf"u8))
                header = header with { Orientation = ExifOrientation.Read(file.Slice(position + 8, (int)length)) };
            position += (int)length + ChunkFrameBytes;
        }

        return header;
    }
}
