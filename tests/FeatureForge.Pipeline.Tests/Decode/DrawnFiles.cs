using System.Buffers.Binary;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;

namespace FeatureForge.Pipeline.Tests.Decode;

/// <summary>Pictures drawn and encoded here, and the surgery on files that the tests need.</summary>
internal static class DrawnFiles
{
    /// <summary>A picture without symmetry: no turn or mirroring of it equals another.</summary>
    public static byte[] Pixels(ImageShape shape)
    {
        byte[] pixels = new byte[shape.RgbBytes];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 3 % shape.Width, y = i / 3 / shape.Width;
            pixels[i] = (byte)(i % 3 == 0 ? x * 255 / shape.Width : i % 3 == 1 ? y * 255 / shape.Height : (x / 4 + y / 3) % 2 * 200);
        }

        return pixels;
    }

    public static byte[] Jpeg(ImageShape shape, ChromaSampling sampling = ChromaSampling.Chroma420)
    {
        using var compressor = new TurboJpegCompressor();
        using var buffer = new GrowableBuffer();
        int bytes = compressor.Compress(new ReadOnlyImageView(shape, Pixels(shape)), 85, sampling, buffer);
        return buffer.Ensure(bytes).ToArray();
    }

    public static byte[] Png(ImageShape shape)
    {
        using var encoder = new SpngEncoder();
        using var stream = new MemoryStream();
        encoder.Encode(new ReadOnlyImageView(shape, Pixels(shape)), stream);
        return stream.ToArray();
    }

    /// <summary>Puts a segment behind the start of a JPEG file.</summary>
    public static byte[] WithSegment(byte[] jpeg, byte marker, ReadOnlySpan<byte> content)
    {
        byte[] head = [0xFF, 0xD8, 0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2)];
        return [.. head, .. content, .. jpeg.AsSpan(2)];
    }

    public static byte[] WithOrientation(byte[] jpeg, int orientation, bool bigEndian = true) =>
        WithSegment(jpeg, 0xE1, [.. "Exif\0\0"u8, .. Tiff(orientation, bigEndian)]);

    /// <summary>EXIF data with one other tag and the orientation.</summary>
    public static byte[] Tiff(int orientation, bool bigEndian, ushort type = 3, uint count = 1)
    {
        byte[] tiff = new byte[38];
        (bigEndian ? "MM"u8 : "II"u8).CopyTo(tiff);
        ushort[] words = [2, 0x010F, 2];
        Put16(tiff, 2, 42, bigEndian);
        Put32(tiff, 4, 8, bigEndian);
        for (int i = 0; i < words.Length; i++)
            Put16(tiff, 8 + 2 * i, words[i], bigEndian);
        Put32(tiff, 14, 1, bigEndian);
        Put16(tiff, 22, 0x0112, bigEndian);
        Put16(tiff, 24, type, bigEndian);
        Put32(tiff, 26, count, bigEndian);
        if (type is 4 or 9)
            Put32(tiff, 30, (uint)orientation, bigEndian);
        else
            Put16(tiff, 30, (ushort)orientation, bigEndian);
        return tiff;
    }

    /// <summary>Cuts all segments with one marker out of a JPEG file's header.</summary>
    public static byte[] WithoutSegments(byte[] jpeg, byte marker)
    {
        var kept = new List<byte> { 0xFF, 0xD8 };
        int position = 2;
        while (jpeg[position + 1] != 0xDA)
        {
            int length = 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(position + 2));
            if (jpeg[position + 1] != marker)
                kept.AddRange(jpeg.AsSpan(position, length));
            position += length;
        }

        return [.. kept, .. jpeg.AsSpan(position)];
    }

    /// <summary>Changes the frame header of a JPEG file.</summary>
    public static byte[] WithFrame(byte[] jpeg, Action<byte[], int> change)
    {
        byte[] changed = [.. jpeg];
        int frame = 2;
        while (changed[frame + 1] is not (0xC0 or 0xC1 or 0xC2))
            frame += 2 + BinaryPrimitives.ReadUInt16BigEndian(changed.AsSpan(frame + 2));
        change(changed, frame);
        return changed;
    }

    private static void Put16(byte[] target, int offset, ushort value, bool bigEndian)
    {
        if (bigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(target.AsSpan(offset), value);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(target.AsSpan(offset), value);
    }

    private static void Put32(byte[] target, int offset, uint value, bool bigEndian)
    {
        if (bigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(target.AsSpan(offset), value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(target.AsSpan(offset), value);
    }
}
