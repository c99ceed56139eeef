using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Place of the rows around the current one within scratch memory: the 2 * radius + 1 rows that a blur needs, each in the slot
/// <c>row mod (2 * radius + 1)</c>. Rows beyond the picture are its first and last row. Because rows are kept here, a blur may
/// write over its own source.
/// </summary>
/// <param name="rows">Rows of the picture.</param>
/// <param name="radius">Rows needed above and below the current one.</param>
/// <param name="slotBytes">Bytes of one slot.</param>
internal readonly struct RowRing(int rows, int radius, int slotBytes)
{
    private readonly int _slots = (2 * radius) + 1;

    /// <summary>Bytes of all slots.</summary>
    public int Bytes => checked(_slots * slotBytes);

    /// <summary>Offset of a row's slot; the row may lie beyond the picture by up to the radius.</summary>
    public int Offset(int row) => Math.Clamp(row, 0, rows - 1) % _slots * slotBytes;

    /// <summary>First row not yet needed when the given row is made.</summary>
    public int NeededBefore(int row) => Math.Min(rows, row + radius + 1);

    /// <summary>Copies a row into a padded row, its first and last pixel repeated.</summary>
    /// <param name="row">Packed RGB row.</param>
    /// <param name="padding">Pixels to add on either side.</param>
    /// <param name="padded">Takes row length + 2 * 3 * padding bytes.</param>
    public static void Pad(ReadOnlySpan<byte> row, int padding, Span<byte> padded)
    {
        int paddingBytes = padding * ImageShape.Channels;
        row.CopyTo(padded[paddingBytes..]);
        ReadOnlySpan<byte> first = row[..ImageShape.Channels];
        ReadOnlySpan<byte> last = row[^ImageShape.Channels..];
        Span<byte> right = padded.Slice(paddingBytes + row.Length, paddingBytes);
        for (int i = 0; i < paddingBytes; i += ImageShape.Channels)
        {
            first.CopyTo(padded[i..]);
            last.CopyTo(right[i..]);
        }
    }
}
