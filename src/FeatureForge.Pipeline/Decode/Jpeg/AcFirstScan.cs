using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Decodes the upper bits of a band of AC coefficients of one component.</summary>
/// <param name="cursor">Where the scan stands.</param>
/// <param name="tables">Tables of its symbols.</param>
internal sealed class AcFirstScan(ScanCursor cursor, HuffmanTables tables)
{
    private const int ThrownAway = JpegFrame.BlockSize * CoefficientRows.GroupBlocks;

    /// <summary>Places for the longest step from a block's last coefficient: the end of a band with 14 bits of run.</summary>
    private const int Places = JpegFrame.BlockSize + HuffmanTables.EndOfBlock + 15;

    /// <summary>Where a coefficient goes within a group; counted so that the band always ends at 63. All beyond share the line behind.</summary>
    private readonly ushort[] _places = new ushort[Places];
    private nint _start;
    private int _low;
    private int _block;
    private nint _k;

    /// <summary>Readies the decoder for a scan.</summary>
    /// <param name="scan">Header.</param>
    public void Begin(in ScanHeader scan)
    {
        int shift = JpegFrame.BlockSize - 1 - scan.Last;
        _start = scan.First + shift;
        _low = scan.Low;
        Array.Fill(_places, (ushort)ThrownAway);
        for (int k = scan.First; k <= scan.Last; k++)
            _places[k + shift] = (ushort)(ZigZag.Natural[k] * CoefficientRows.GroupBlocks);
    }

    /// <summary>Decodes some blocks.</summary>
    /// <param name="slots">Blocks.</param>
    /// <param name="coefficients">Where they go; the band is zero before.</param>
    /// <returns>False when the data do not fit.</returns>
    public bool Decode(ReadOnlySpan<BlockSlot> slots, Span<short> coefficients)
    {
        _block = Math.Min(cursor.Run, slots.Length);
        cursor.Run -= _block;
        _k = _start;
        while (true)
        {
            Pause pause = DecodeCommon(slots, coefficients);
            if (pause != Pause.LongCode)
                return pause == Pause.Complete;
            if (!DecodeLong(slots, coefficients))
                return false;
        }
    }

    /// <summary>
    /// The hot loop, as in <see cref="EntropyDecoder"/>: every index is in bounds, because the position is checked once per block, k stays
    /// below 64 before a lookup and a table's distances below 80.
    /// </summary>
    private Pause DecodeCommon(ReadOnlySpan<BlockSlot> slots, Span<short> coefficients)
    {
        ref byte data = ref cursor.Data;
        ref ulong table = ref Unsafe.Add(ref MemoryMarshal.GetReference(tables.Lookup), slots[0].AcTable);
        ref ushort places = ref MemoryMarshal.GetArrayDataReference(_places);
        BitWindow window = cursor.Open();
        nint limit = cursor.Limit, k = _k;
        int number = _block, low = _low;
        var pause = Pause.Complete;
        while (number < slots.Length)
        {
            ref short block = ref Unsafe.Add(ref MemoryMarshal.GetReference(coefficients), slots[number].Destination);
            ulong entry;
            pause = window.Position(ref data) > limit ? Pause.Irregular : Pause.LongCode;
            if (pause == Pause.Irregular)
                break;
            do
            {
                window.Refill();
                entry = Unsafe.Add(ref table, window.Index);
                if (entry == 0)
                    goto Paused;
                k = Store(ref block, ref places, k, entry, window.Missing(entry), low);
                window.Drop(entry);
                if (k >= JpegFrame.BlockSize)
                    break;
                entry = Unsafe.Add(ref table, window.Index);
                if (entry == 0)
                    goto Paused;
                k = Store(ref block, ref places, k, entry, window.Missing(entry), low);
                window.Drop(entry);
            }
            while (k < JpegFrame.BlockSize);

            pause = Pause.Complete;
            number++;
            if (k > JpegFrame.BlockSize)
            {
                int run = EndBlock(ref window, k, entry);
                pause = run < 0 ? Pause.Irregular : pause;
                if (run < 0)
                    break;
                number += run;
            }

            k = _start;
        }

        cursor.Run += Math.Max(0, number - slots.Length);
    Paused:
        (_block, _k) = (number, k);
        cursor.Keep(window);
        return pause;
    }

    /// <summary>Takes the one symbol whose code is too long for the tables.</summary>
    private bool DecodeLong(ReadOnlySpan<BlockSlot> slots, Span<short> coefficients)
    {
        BlockSlot slot = slots[_block];
        BitWindow window = cursor.Open();
        ulong entry = tables.Find(slot.AcTable / HuffmanTables.Entries, window.Bits);
        if (entry == 0)
            return false;
        window.Drop(entry);
        int behind = (int)(entry >> 24 & 0xFF);
        _k += behind;
        if (_k <= JpegFrame.BlockSize)
            coefficients[slot.Destination + _places[_k - 1]] = (short)((short)(entry >> 32) << _low);
        else if (behind < HuffmanTables.EndOfBlock)
            return false;
        if (_k >= JpegFrame.BlockSize)
        {
            int run = behind < HuffmanTables.EndOfBlock ? 0 : ReadRun(ref window, behind - HuffmanTables.EndOfBlock);
            _k = _start;
            _block += 1 + run;
        }

        cursor.Keep(window);
        return true;
    }

    /// <summary>Stores both coefficients of an entry; the first of a lone one is a zero that the second may overwrite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Store(ref short block, ref ushort places, nint k, ulong entry, int missing, int low)
    {
        nint first = k + (nint)(entry >> 16 & 15), behind = k + (nint)(entry >> 24 & 0xFF);
        Unsafe.Add(ref block, (nint)Unsafe.Add(ref places, first)) = (short)((int)(short)(entry >> 48) << low);
        Unsafe.Add(ref block, (nint)Unsafe.Add(ref places, behind - 1)) = (short)(((int)(entry >> 32) + missing) << low);
        return behind;
    }

    /// <summary>Blocks behind this one that the last entry ends too, or -1 when it does not fit the block at all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndBlock(ref BitWindow window, nint k, ulong entry)
    {
        int behind = (int)(entry >> 24 & 0xFF), usedByFirst = (int)(entry >> 20 & 15);
        nint first = k - behind + (nint)(entry >> 16 & 15);
        if (usedByFirst != 0 && first == JpegFrame.BlockSize - 1)
        {
            // The first coefficient completed the block; the second symbol is the next block's.
            window.Return((int)(entry & 0xFF) - usedByFirst);
            return 0;
        }

        return behind < HuffmanTables.EndOfBlock || first >= JpegFrame.BlockSize ? -1 : ReadRun(ref window, behind - HuffmanTables.EndOfBlock);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadRun(ref BitWindow window, int bits)
    {
        if (bits == 0)
            return 0;
        window.Refill();
        return (1 << bits) - 1 + (int)window.Take(bits);
    }

    /// <summary>Why the hot loop returned.</summary>
    private enum Pause
    {
        Complete,
        LongCode,
        Irregular,
    }
}
