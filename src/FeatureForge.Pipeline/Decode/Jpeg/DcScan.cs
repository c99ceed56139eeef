using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Decodes the DC coefficients of a progressive scan.</summary>
/// <param name="cursor">Where the scan stands.</param>
/// <param name="tables">Tables of its symbols.</param>
internal sealed class DcScan(ScanCursor cursor, HuffmanTables tables)
{
    /// <summary>Decodes the upper bits.</summary>
    /// <param name="slots">Blocks.</param>
    /// <param name="coefficients">Where they go.</param>
    /// <param name="low">Lowest bit delivered.</param>
    /// <returns>False when the data do not fit.</returns>
    public bool DecodeFirst(ReadOnlySpan<BlockSlot> slots, Span<short> coefficients, int low)
    {
        ref ulong lookup = ref MemoryMarshal.GetReference(tables.Lookup);
        ref byte data = ref cursor.Data;
        Span<int> predictions = cursor.Predictions;
        BitWindow window = cursor.Open();
        nint limit = cursor.Limit;
        foreach (ref readonly BlockSlot slot in slots)
        {
            if (window.Position(ref data) > limit)
                return false;
            window.Refill();
            ulong entry = Unsafe.Add(ref lookup, window.Index + slot.DcTable);
            if (entry == 0)
                entry = tables.Find(slot.DcTable / HuffmanTables.Entries, window.Bits);
            if (entry == 0)
                return false;
            int value = predictions[slot.Component] += (short)(entry >> 32) + window.Missing(entry);
            window.Drop(entry);

            // No picture has such values, and libjpeg-turbo gives up when their sum overflows.
            if (value != (short)value)
                return false;
            coefficients[slot.Destination] = (short)(value << low);
        }

        cursor.Keep(window);
        return true;
    }

    /// <summary>Decodes one more bit of each block.</summary>
    /// <param name="slots">Blocks.</param>
    /// <param name="coefficients">The coefficients so far.</param>
    /// <param name="low">The bit.</param>
    /// <returns>False when the data do not fit.</returns>
    public bool Refine(ReadOnlySpan<BlockSlot> slots, Span<short> coefficients, int low)
    {
        ref byte data = ref cursor.Data;
        BitWindow window = cursor.Open();
        nint limit = cursor.Limit;
        foreach (ref readonly BlockSlot slot in slots)
        {
            if (window.Position(ref data) > limit)
                return false;
            window.Refill();
            coefficients[slot.Destination] |= (short)((int)window.Take(1) << low);
        }

        cursor.Keep(window);
        return true;
    }
}
