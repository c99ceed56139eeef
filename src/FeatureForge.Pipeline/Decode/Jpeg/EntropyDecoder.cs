using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// Decodes the Huffman-coded coefficients of a scan, one row of coding units at a time. It stops at the first thing that does not fit:
/// what came before is exactly what libjpeg-turbo decodes, what comes then is left to it.
/// </summary>
internal sealed partial class EntropyDecoder : IDisposable
{
    private const int ThrownAway = JpegFrame.BlockSize * CoefficientRows.GroupBlocks;

    /// <summary>Where coefficient k of the file goes within a group. All k beyond the block, at most 63 + 65 - 1, share the line behind it.</summary>
    private static readonly ushort[] s_places = MakePlaces();

    private readonly UnstuffedScan _scan = new();
    private readonly HuffmanTables _tables = new(SymbolCoding.Sequential);
    private readonly int[] _predictions = new int[JpegFrame.MostComponents];
    private int _restartInterval;
    private int _unitsPerRow;
    private int _unitsToRestart;
    private int _segment;
    private nint _position;
    private ulong _bits;
    private ulong _valid;
    private int _block;
    private int _k;

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

    private bool DecodeBlocks(ReadOnlySpan<BlockSlot> slots, Span<short> coefficients)
    {
        _block = 0;
        _k = 0;
        while (true)
        {
            Pause pause = DecodeCommon(slots, coefficients);
            if (pause != Pause.LongCode)
                return pause == Pause.Complete;
            if (!DecodeLong(slots[_block], coefficients))
                return false;
        }
    }

    /// <summary>
    /// The hot loop, without calls so that its state stays in registers. Every index is in bounds: the position is checked once per
    /// block and <see cref="UnstuffedScan.Slack"/> covers the longest block; k stays below 64 before a lookup and a table's distances
    /// below 66; a window's ten upper bits cannot exceed a table.
    /// </summary>
    private Pause DecodeCommon(ReadOnlySpan<BlockSlot> slots, Span<short> coefficients)
    {
        ref byte data = ref MemoryMarshal.GetReference(_scan.Bytes);
        ref ulong lookup = ref MemoryMarshal.GetReference(_tables.Lookup);
        ref ushort places = ref MemoryMarshal.GetArrayDataReference(s_places);
        var window = new BitWindow(ref Unsafe.Add(ref data, _position), _bits, _valid);
        nint limit = _scan.End(_segment) + 8, k = _k;
        int number = _block;
        var pause = Pause.Complete;
        for (; number < slots.Length; number++)
        {
            ref readonly BlockSlot slot = ref slots[number];
            ref short block = ref Unsafe.Add(ref MemoryMarshal.GetReference(coefficients), slot.Destination);
            ulong entry;
            window.Refill();
            if (k == 0)
            {
                entry = Unsafe.Add(ref lookup, window.Index + slot.DcTable);
                pause = window.Position(ref data) > limit ? Pause.Irregular : Pause.LongCode;
                if (entry == 0 || pause == Pause.Irregular)
                    break;
                block = (short)(_predictions[slot.Component] += (short)(entry >> 32) + window.Missing(entry));
                window.Drop(entry);
                k = 1;
            }

            // Two entries of 24 bits fit one filling of the window; so do one and a long code of 31.
            ref ulong table = ref Unsafe.Add(ref lookup, slot.AcTable);
            pause = Pause.LongCode;
            do
            {
                window.Refill();
                entry = Unsafe.Add(ref table, window.Index);
                if (entry == 0)
                    goto Paused;
                k = Store(ref block, ref places, k, entry, window.Missing(entry));
                window.Drop(entry);
                if (k >= JpegFrame.BlockSize)
                    break;
                entry = Unsafe.Add(ref table, window.Index);
                if (entry == 0)
                    goto Paused;
                k = Store(ref block, ref places, k, entry, window.Missing(entry));
                window.Drop(entry);
            }
            while (k < JpegFrame.BlockSize);

            pause = Pause.Irregular;
            if (k > JpegFrame.BlockSize && !EndsBlock(k, entry) && !GiveBack(ref window, k, entry))
                break;
            pause = Pause.Complete;
            k = 0;
        }

    Paused:
        (_position, _bits, _valid, _block, _k) = (window.Position(ref data), window.Bits, window.Valid, number, (int)k);
        return pause;
    }

    /// <summary>Takes the one symbol whose code is too long for the tables; the window has its bits.</summary>
    private bool DecodeLong(in BlockSlot slot, Span<short> coefficients)
    {
        int table = (_k == 0 ? slot.DcTable : slot.AcTable) / HuffmanTables.Entries;
        ulong entry = _tables.Find(table, _bits);
        if (entry == 0)
            return false;
        int value = (short)(entry >> 32), behind = (int)(entry >> 24 & 0xFF);
        _bits <<= (int)entry;
        _valid -= entry;
        if (_k == 0)
        {
            coefficients[slot.Destination] = (short)(_predictions[slot.Component] += value);
            _k = 1;
            return true;
        }

        _k += behind;
        if (_k <= JpegFrame.BlockSize)
            coefficients[slot.Destination + s_places[_k - 1]] = (short)value;
        else if (behind != HuffmanTables.EndOfBlock)
            return false;
        if (_k >= JpegFrame.BlockSize)
        {
            _k = 0;
            _block++;
        }

        return true;
    }

    /// <summary>Stores both coefficients of an entry; the first of a lone one is a zero that the second may overwrite.</summary>
    /// <returns>Coefficient behind the last.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Store(ref short block, ref ushort places, nint k, ulong entry, int missing)
    {
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

    /// <summary>Why the hot loop returned.</summary>
    private enum Pause
    {
        Complete,
        LongCode,
        Irregular,
    }

    private static ushort[] MakePlaces()
    {
        ushort[] places = new ushort[2 * JpegFrame.BlockSize];
        Array.Fill(places, (ushort)ThrownAway);
        for (int k = 0; k < JpegFrame.BlockSize; k++)
            places[k] = (ushort)(ZigZag.Natural[k] * CoefficientRows.GroupBlocks);
        return places;
    }
}
