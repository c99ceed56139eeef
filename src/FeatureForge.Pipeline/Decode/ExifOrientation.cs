using System.Buffers.Binary;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Decode;

/// <summary>
/// Finds the orientation (tag 0x0112) in EXIF data, a TIFF structure of either byte order. Cameras and editors write much that
/// is broken: whatever cannot be read means upright, as in Pillow, and is never an error.
/// </summary>
internal static class ExifOrientation
{
    private const int HeaderBytes = 8;
    private const int EntryBytes = 12;
    private const ushort OrientationTag = 0x0112;

    /// <summary>Reads the orientation.</summary>
    /// <param name="tiff">EXIF data from the byte order mark on.</param>
    public static Orientation Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < HeaderBytes || !TryReadByteOrder(tiff, out bool bigEndian))
            return Orientation.Upright;
        uint offset = Read32(tiff[4..], bigEndian);
        if (offset > (uint)tiff.Length - 2)
            return Orientation.Upright;
        ReadOnlySpan<byte> directory = tiff[(int)offset..];
        int entries = Math.Min(Read16(directory, bigEndian), (directory.Length - 2) / EntryBytes);
        var orientation = Orientation.Upright;
        for (int i = 0; i < entries; i++)
        {
            // Where a tag occurs twice the last one counts, as in Pillow.
            if (TryReadEntry(directory.Slice(2 + i * EntryBytes, EntryBytes), bigEndian, out Orientation found))
                orientation = found;
        }

        return orientation;
    }

    private static bool TryReadByteOrder(ReadOnlySpan<byte> tiff, out bool bigEndian)
    {
        bigEndian = tiff[0] == (byte)'M';
        bool known = tiff[0] == tiff[1] && tiff[0] is (byte)'I' or (byte)'M';

        // The number 42 is met in the wrong byte order too, and Pillow reads such files.
        return known && (tiff[2], tiff[3]) is (0x2A, 0) or (0, 0x2A);
    }

    private static bool TryReadEntry(ReadOnlySpan<byte> entry, bool bigEndian, out Orientation orientation)
    {
        orientation = Orientation.Upright;
        if (Read16(entry, bigEndian) != OrientationTag)
            return false;
        bool single = Read32(entry[4..], bigEndian) == 1;
        uint value = Read16(entry[2..], bigEndian) switch
        {
            3 or 8 when single => Read16(entry[8..], bigEndian),
            4 or 9 when single => Read32(entry[8..], bigEndian),
            _ => 0,
        };
        if (value is >= 1 and <= 8)
            orientation = (Orientation)value;
        return true;
    }

    private static ushort Read16(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint Read32(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
