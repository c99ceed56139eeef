using System.Buffers.Binary;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Pipeline.Decode;

/// <summary>
/// Where every row of coding units of one JPEG file begins, so that decoding can begin there. They only ever save time: whoever
/// decodes by them compares what it reaches with what they say. Reused from file to file.
/// </summary>
public sealed class EntryPoints
{
    /// <summary>Most bytes that <see cref="Write"/> needs: a picture of 65,500 rows has 8,188 rows of coding units.</summary>
    public const int MostBytes = HeadBytes + MostRows * (PositionBytes + JpegFrame.MostComponents * sizeof(short));

    /// <summary>Fewer rows of pixels are not worth looking entry points up for.</summary>
    public const int LeastRowsSkipped = 32;

    private const int MostRows = 8188;
    private const int HeadBytes = 8;
    private const int PositionBytes = 4;
    private const int BitBits = 3;
    private EntryPoint[] _points = new EntryPoint[64];
    private int _components;

    /// <summary>Rows of coding units.</summary>
    public int Rows { get; private set; }

    /// <summary>True to decode from the first row on all the same: every entry point passed is then proven or found wrong.</summary>
    public bool BeginAtTop { get; set; }

    /// <summary>Bytes that <see cref="Write"/> writes.</summary>
    public int ByteCount => HeadBytes + Math.Max(0, Rows - 1) * RowBytes;

    internal EntryPoint this[int row] => _points[row];

    private int RowBytes => PositionBytes + _components * sizeof(short);

    /// <summary>Longest coded data that entry points reach, in bytes.</summary>
    internal const int LongestScan = 1 << (32 - BitBits);

    /// <summary>Begins anew with the first row of a frame.</summary>
    /// <param name="frame">Frame.</param>
    internal void Begin(JpegFrame frame)
    {
        _components = frame.ComponentCount;
        Rows = 0;
        Add(new EntryPoint(frame.ScanOffset, 0, 0, 0, 0));
    }

    /// <summary>Adds the next row.</summary>
    /// <param name="point">Where it begins.</param>
    internal void Add(in EntryPoint point)
    {
        if (Rows == _points.Length)
            Array.Resize(ref _points, 2 * Rows);
        _points[Rows++] = point;
    }

    /// <summary>True when the points can be those of a file: as many as it has rows, in order and within it.</summary>
    /// <param name="frame">What the file's markers say.</param>
    /// <param name="fileLength">Length of the file in bytes.</param>
    internal bool Fit(JpegFrame frame, int fileLength)
    {
        if (Rows != frame.UnitRows || _components != frame.ComponentCount || _points[0].Offset != frame.ScanOffset)
            return false;
        for (int row = 1; row < Rows; row++)
        {
            if (_points[row].Offset < _points[row - 1].Offset)
                return false;
        }

        return _points[Rows - 1].Offset < fileLength;
    }

    /// <summary>
    /// Writes the points, little-endian: components (8 bits), zero (8), rows (16), offset of the coded data (32); then for every row but the
    /// first the bits' place (32: byte behind the start of the coded data, times 8, plus bit) and a DC prediction (16) per component.
    /// </summary>
    /// <param name="destination">At least <see cref="ByteCount"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        destination[0] = (byte)_components;
        destination[1] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], (ushort)Rows);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], _points[0].Offset);
        for (int row = 1; row < Rows; row++)
        {
            EntryPoint point = _points[row];
            Span<byte> place = destination.Slice(HeadBytes + (row - 1) * RowBytes, RowBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(place, (uint)(point.Offset - _points[0].Offset) << BitBits | (uint)point.Bit);
            BinaryPrimitives.WriteInt16LittleEndian(place[PositionBytes..], point.First);
            if (_components == 1)
                continue;
            BinaryPrimitives.WriteInt16LittleEndian(place[(PositionBytes + sizeof(short))..], point.Second);
            BinaryPrimitives.WriteInt16LittleEndian(place[(PositionBytes + 2 * sizeof(short))..], point.Third);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="source">Bytes of any origin.</param>
    /// <returns>False when they are not entry points; there are none then.</returns>
    public bool TryRead(ReadOnlySpan<byte> source)
    {
        Rows = 0;
        if (source.Length < HeadBytes || source[0] is not (1 or 3) || source[1] != 0)
            return false;
        _components = source[0];
        int rows = BinaryPrimitives.ReadUInt16LittleEndian(source[2..]), start = BinaryPrimitives.ReadInt32LittleEndian(source[4..]);
        if (rows is 0 or > MostRows || start < 0 || source.Length != HeadBytes + (rows - 1) * RowBytes)
            return false;
        Add(new EntryPoint(start, 0, 0, 0, 0));
        for (int row = 1; row < rows; row++)
        {
            ReadOnlySpan<byte> place = source.Slice(HeadBytes + (row - 1) * RowBytes, RowBytes);
            uint position = BinaryPrimitives.ReadUInt32LittleEndian(place);
            long offset = (long)start + (position >> BitBits);
            if (offset > int.MaxValue)
                return false;
            bool grey = _components == 1;
            Add(new EntryPoint(
                (int)offset,
                (int)(position & ((1 << BitBits) - 1)),
                BinaryPrimitives.ReadInt16LittleEndian(place[PositionBytes..]),
                grey ? (short)0 : BinaryPrimitives.ReadInt16LittleEndian(place[(PositionBytes + sizeof(short))..]),
                grey ? (short)0 : BinaryPrimitives.ReadInt16LittleEndian(place[(PositionBytes + 2 * sizeof(short))..])));
        }

        return true;
    }
}
