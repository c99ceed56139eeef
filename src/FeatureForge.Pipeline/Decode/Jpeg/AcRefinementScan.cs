using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// Decodes one more bit of a band of AC coefficients of one component. Which coefficients are not zero is kept as one bit each, the first
/// of the file at the top: a step over zeros is then one deposit of a bit, the correction bits between are another.
/// </summary>
/// <param name="cursor">Where the scan stands.</param>
/// <param name="tables">Tables of its symbols.</param>
internal sealed class AcRefinementScan(ScanCursor cursor, HuffmanTables tables)
{
    /// <summary>Bits that are certainly in the window after a refill and a code.</summary>
    private const int BitsAtHand = 32;

    /// <summary>Where the coefficient of a bit lies in a group.</summary>
    private static readonly ushort[] s_places = MakePlaces();

    private readonly NonZeroMap _map = new();
    private ulong _band;
    private int _low;

    /// <summary>Readies the decoder for a scan.</summary>
    /// <param name="scan">Header.</param>
    public void Begin(in ScanHeader scan)
    {
        _band = ulong.MaxValue >> scan.First & ulong.MaxValue << (JpegFrame.BlockSize - 1 - scan.Last);
        _low = scan.Low;
    }

    /// <summary>Decodes the blocks of a row from some block on.</summary>
    /// <param name="slots">Blocks from the row's first to the last one wanted.</param>
    /// <param name="first">First block to decode.</param>
    /// <param name="coefficients">The row's coefficients so far.</param>
    /// <returns>False when the data do not fit.</returns>
    public bool Decode(ReadOnlySpan<BlockSlot> slots, int first, Span<short> coefficients)
    {
        ref byte data = ref cursor.Data;
        ref ulong table = ref Unsafe.Add(ref MemoryMarshal.GetReference(tables.Lookup), slots[first].AcTable);
        BitWindow window = cursor.Open();
        nint limit = cursor.Limit;
        int run = cursor.Run, group = -1;
        for (int number = first; number < slots.Length; number++)
        {
            if (number / CoefficientRows.GroupBlocks != group)
            {
                group = number / CoefficientRows.GroupBlocks;
                _map.Read(coefficients[(group * CoefficientRows.GroupStride)..]);
            }

            ulong history = _map[CoefficientRows.Lane(number % CoefficientRows.GroupBlocks)] & _band;
            ulong rest = _band, changed = 0, negative = 0;
            if (window.Position(ref data) > limit)
                return false;
            while (run == 0 && rest != 0)
            {
                window.Refill();
                ulong entry = Unsafe.Add(ref table, window.Index);
                if (entry == 0)
                    entry = tables.Find(slots[first].AcTable / HuffmanTables.Entries, window.Bits);
                window.Drop(entry);
                int behind = (int)(entry >> 24 & 0xFF), value = (short)(entry >> 32);
                if (behind >= HuffmanTables.EndOfBlock)
                {
                    run = (1 << (behind - HuffmanTables.EndOfBlock)) + (int)window.Take(behind - HuffmanTables.EndOfBlock);
                    break;
                }

                // As many zeros are passed over, then comes the new coefficient, or another zero.
                ulong zeros = rest & ~history;
                int left = BitOperations.PopCount(zeros) - behind;
                if (left < 0 || value is < -1 or > 1 || entry == 0)
                    return false;
                ulong target = BitDeposit.Into(1UL << left, zeros);
                changed |= Corrections(ref window, rest & history & (0 - (target << 1))) | (target & (ulong)-(value & 1));
                negative |= target & (ulong)(value >> 1);
                rest &= target - 1;
            }

            if (run > 0)
            {
                run--;
                window.Refill();
                changed |= Corrections(ref window, rest & history);
            }

            Apply(ref Unsafe.Add(ref MemoryMarshal.GetReference(coefficients), slots[number].Destination), changed, negative, _low);
        }

        cursor.Run = run;
        cursor.Keep(window);
        return true;
    }

    /// <summary>The coefficients whose correction bit is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Corrections(ref BitWindow window, ulong coefficients)
    {
        int count = BitOperations.PopCount(coefficients);
        ulong bits = 0;
        if (count > BitsAtHand)
        {
            bits = (ulong)window.Take(count - BitsAtHand) << BitsAtHand;
            window.Refill();
            count = BitsAtHand;
        }

        return BitDeposit.Into(bits | window.Take(count), coefficients);
    }

    /// <summary>Moves the coefficients of a block away from zero; those that were zero by the sign given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apply(ref short block, ulong changed, ulong negative, int low)
    {
        ref ushort places = ref MemoryMarshal.GetArrayDataReference(s_places);
        for (; changed != 0; changed &= changed - 1)
        {
            int bit = BitOperations.TrailingZeroCount(changed);
            ref short coefficient = ref Unsafe.Add(ref block, (nint)Unsafe.Add(ref places, bit));
            int sign = coefficient >> 15 | -(int)(negative >> bit & 1) | 1;
            coefficient = (short)(coefficient + (sign << low));
        }
    }

    private static ushort[] MakePlaces() =>
        [.. Enumerable.Range(0, JpegFrame.BlockSize).Select(bit => (ushort)(ZigZag.Natural[JpegFrame.BlockSize - 1 - bit] * CoefficientRows.GroupBlocks))];
}
