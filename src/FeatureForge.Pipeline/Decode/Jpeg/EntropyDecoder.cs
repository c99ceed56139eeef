using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// Decodes the Huffman-coded coefficients of a scan, one row of coding units at a time. It stops at the first thing that does not fit:
/// what came before is exactly what libjpeg-turbo decodes, what comes then is left to it.
/// </summary>
/// <param name="level">Width of the vectors.</param>
internal sealed partial class EntropyDecoder(SimdLevel level) : IDisposable
{
    private const int ThrownAway = JpegFrame.BlockSize * CoefficientRows.GroupBlocks;

    /// <summary>Where coefficient k of the file goes within a group. All k beyond the block, at most 63 + 128 - 1, share the line behind it.</summary>
    private static readonly ushort[] s_places = MakePlaces();

    private readonly UnstuffedScan _scan = new(level);
    private readonly HuffmanTables _tables = new(SymbolCoding.Sequential);
    private readonly int[] _predictions = new int[JpegFrame.MostComponents];
    private int _restartInterval;
    private int _unitsPerRow;
    private int _unitsToRestart;
    private int _segment;
    private nint _position;
    private ulong _bits;
    private ulong _valid;

    /// <summary>Takes over the coded data of a frame with one scan.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="frame">What its markers say.</param>
    public JpegRefusal Begin(ReadOnlySpan<byte> file, JpegFrame frame)
    {
        JpegRefusal refusal = Ready(file, frame, frame.UnitsPerRow, (long)frame.UnitsPerRow * frame.UnitRows, out int segments);
        if (refusal == JpegRefusal.None)
            refusal = _scan.Read(file[frame.ScanOffset..], segments);
        if (refusal == JpegRefusal.None)
            StartSegment(0);
        return refusal;
    }

    /// <summary>Takes over the coded data of one of several scans.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="frame">What its markers up to the scan say.</param>
    /// <param name="layout">The scan's coding units.</param>
    /// <param name="end">Offset of the marker behind the coded data.</param>
    public JpegRefusal Begin(ReadOnlySpan<byte> file, JpegFrame frame, ScanLayout layout, out int end)
    {
        int length = 0;
        JpegRefusal refusal = Ready(file, frame, layout.UnitsPerRow, layout.Units, out int segments);
        if (refusal == JpegRefusal.None)
            refusal = _scan.Read(file[frame.ScanOffset..], segments, out length);
        if (refusal == JpegRefusal.None)
            StartSegment(0);
        end = frame.ScanOffset + length;
        return refusal;
    }

    /// <summary>Decodes the next row of coding units.</summary>
    /// <param name="rows">Takes the coefficients; all zero before.</param>
    /// <returns>False when the data do not fit; the row is undefined then.</returns>
    public bool DecodeRow(CoefficientRows rows) => DecodeRow(rows.Slots, rows.Coefficients);

    /// <summary>Decodes the next row of coding units.</summary>
    /// <param name="slots">The row's blocks.</param>
    /// <param name="coefficients">Where they go; all zero before.</param>
    /// <returns>False when the data do not fit; the row is undefined then.</returns>
    public bool DecodeRow(ReadOnlySpan<BlockSlot> slots, Span<short> coefficients)
    {
        int slotsPerUnit = slots.Length / _unitsPerRow;
        int left = _unitsPerRow;
        while (left > 0)
        {
            if (_unitsToRestart == 0 && !(EndsSegment && StartSegment(_segment + 1)))
                return false;
            int units = Math.Min(left, _unitsToRestart);
            if (!DecodeBlocks(slots.Slice((_unitsPerRow - left) * slotsPerUnit, units * slotsPerUnit), coefficients))
                return false;
            left -= units;

            // Without restart markers the count never runs out.
            if (_restartInterval != 0)
                _unitsToRestart -= units;
        }

        return BitsLeft >= 0;
    }

    /// <summary>True when the data end where the picture does: less than a byte of padding is left in the last segment.</summary>
    public bool EndsScan => EndsSegment && _segment == _scan.SegmentCount - 1;

    /// <summary>Gives up the memory of a huge file.</summary>
    public void Trim() => _scan.Trim();

    /// <inheritdoc/>
    public void Dispose() => _scan.Dispose();

    private JpegRefusal Ready(ReadOnlySpan<byte> file, JpegFrame frame, int unitsPerRow, long units, out int segments)
    {
        segments = 0;
        if (!_tables.Build(frame))
            return JpegRefusal.Tables;
        _restartInterval = frame.RestartInterval;
        _unitsPerRow = unitsPerRow;
        long wanted = _restartInterval == 0 ? 1 : (units + _restartInterval - 1) / _restartInterval;
        if (wanted > file.Length)
            return JpegRefusal.ScanEnd;
        segments = (int)wanted;
        return JpegRefusal.None;
    }

    private long BitsLeft => 8L * _scan.End(_segment) - (8L * _position - (long)(_valid & 63));

    private bool EndsSegment => BitsLeft is >= 0 and < 8;

    private bool StartSegment(int segment)
    {
        if (segment >= _scan.SegmentCount)
            return false;
        _segment = segment;
        _position = segment == 0 ? 0 : _scan.End(segment - 1);
        _bits = 0;
        _valid = 0;
        _unitsToRestart = _restartInterval == 0 ? int.MaxValue : _restartInterval;
        Array.Clear(_predictions);
        return true;
    }

    /// <summary>
    /// The hot loop. All it calls is compiled into it, so that its state stays in registers. Every index is in bounds: the position is checked once
    /// per block and <see cref="UnstuffedScan.Slack"/> covers the longest block; k stays below 64 before a lookup and a table's distances
    /// below 129; a window's ten upper bits cannot exceed a table. Two entries leave ten bits of a full window, so that the lookup
    /// behind them begins before the window is filled again.
    /// </summary>
    private bool DecodeBlocks(ReadOnlySpan<BlockSlot> slots, Span<short> coefficients)
    {
        ref byte data = ref MemoryMarshal.GetReference(_scan.Bytes);
        ref ulong lookup = ref MemoryMarshal.GetReference(_tables.Lookup);
        ref ushort places = ref MemoryMarshal.GetArrayDataReference(s_places);
        ref int predictions = ref MemoryMarshal.GetArrayDataReference(_predictions);
        var window = new BitWindow(ref Unsafe.Add(ref data, _position), _bits, _valid);
        ref byte limit = ref Unsafe.Add(ref data, _scan.End(_segment) + 8);
        window.Refill();
        ref BlockSlot end = ref Unsafe.Add(ref MemoryMarshal.GetReference(slots), slots.Length);
        for (ref BlockSlot slot = ref MemoryMarshal.GetReference(slots); Unsafe.IsAddressLessThan(ref slot, ref end); slot = ref Unsafe.Add(ref slot, 1))
        {
            ref short block = ref Unsafe.Add(ref MemoryMarshal.GetReference(coefficients), slot.Destination);
            nint k = 1, index = window.Index;
            window.Refill();
            ulong entry = Unsafe.Add(ref lookup, index + slot.DcTable);
            if (entry == 0)
                entry = TakeLong(ref window, slot.DcTable);
            if (entry == 0 || window.IsBehind(ref limit))
                return false;
            block = (short)(Unsafe.Add(ref predictions, slot.Component) += (short)(entry >> 32) + window.Missing(entry));
            window.Drop(entry);
            ref ulong table = ref Unsafe.Add(ref lookup, slot.AcTable);
            entry = Unsafe.Add(ref table, window.Index);
            k = Store(ref window, ref block, ref places, k, entry);
        Rest:
            while (k < JpegFrame.BlockSize)
            {
                index = window.Index;
                window.Refill();
                entry = Unsafe.Add(ref table, index);
                k = Store(ref window, ref block, ref places, k, entry);
                if (k >= JpegFrame.BlockSize)
                    break;
                entry = Unsafe.Add(ref table, window.Index);
                k = Store(ref window, ref block, ref places, k, entry);
            }

            if (k == JpegFrame.BlockSize || EndsBlock(k, entry))
                continue;
            if ((uint)entry >> 24 != HuffmanTables.LongCode)
            {
                if (!GiveBack(ref window, k, entry))
                    return false;
                continue;
            }

            entry = TakeLong(ref window, slot.AcTable);
            if (entry == 0)
                return false;
            k = Store(ref window, ref block, ref places, k - HuffmanTables.LongCode, entry);
            if (k < JpegFrame.BlockSize)
                goto Rest;
            if (k > JpegFrame.BlockSize && (uint)entry >> 24 != HuffmanTables.EndOfBlock)
                return false;
        }

        (_position, _bits, _valid) = (window.Position(ref data), window.Bits, window.Valid);
        return true;
    }

    /// <summary>Takes one symbol whose code is too long for the tables and fills the window again.</summary>
    /// <param name="window">Bits to come, at least 31.</param>
    /// <param name="table">Place of the table's first entry.</param>
    /// <returns>An entry that uses no more bits, or 0 for a code that does not exist.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong TakeLong(ref BitWindow window, int table)
    {
        ulong entry = _tables.Find(table / HuffmanTables.Entries, window.Bits);
        window.Drop(entry);
        window.Refill();
        return entry >> 16 << 16;
    }

    /// <summary>Stores both coefficients of an entry, the first of a lone one is a zero that the second may overwrite, and drops their bits.</summary>
    /// <returns>Coefficient behind the last.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Store(ref BitWindow window, ref short block, ref ushort places, nint k, ulong entry)
    {
        int missing = window.Missing(entry);
        window.Drop(entry);
        nint first = k + (nint)(entry >> 16 & 15), behind = k + (nint)(entry >> 24 & 0xFF);
        Unsafe.Add(ref block, (nint)Unsafe.Add(ref places, first)) = (short)(entry >> 48);
        Unsafe.Add(ref block, (nint)Unsafe.Add(ref places, behind - 1)) = (short)((int)(entry >> 32) + missing);
        return behind;
    }

    /// <summary>True when the last entry ends the block by its code; k is then beyond the block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool EndsBlock(nint k, ulong entry) =>
        (uint)entry >> 24 == HuffmanTables.EndOfBlock && k - HuffmanTables.EndOfBlock + (nint)(entry >> 16 & 15) < JpegFrame.BlockSize - 1;

    /// <summary>A pair whose first coefficient completes the block has also eaten bits of the next one; false when an entry does not fit the block at all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool GiveBack(ref BitWindow window, nint k, ulong entry)
    {
        int behind = (int)(entry >> 24 & 0xFF), usedByFirst = (int)(entry >> 20 & 15);
        if (usedByFirst == 0)
            return behind == HuffmanTables.EndOfBlock;
        if (k - behind + (nint)(entry >> 16 & 15) != JpegFrame.BlockSize - 1)
            return false;
        window.Return((int)(entry & 0xFF) - usedByFirst);
        return true;
    }

    private static ushort[] MakePlaces()
    {
        ushort[] places = new ushort[JpegFrame.BlockSize + HuffmanTables.LongCode];
        Array.Fill(places, (ushort)ThrownAway);
        for (int k = 0; k < JpegFrame.BlockSize; k++)
            places[k] = (ushort)(ZigZag.Natural[k] * CoefficientRows.GroupBlocks);
        return places;
    }
}
