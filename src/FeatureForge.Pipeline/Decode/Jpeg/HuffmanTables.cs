using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// Lookup tables of a frame. An entry for the next ten bits holds up to two coefficients: bits used (8), magnitude bits beyond the
/// ten (8), distance of the first coefficient from the current one (4), bits of the first (4; 0 when the entry has only one), distance
/// behind the last coefficient (8), last value (16), first value (16). Where the code is longer, <see cref="Find"/> serves; the entry is 0
/// then, or <see cref="LongCode"/> in sequential AC tables. The tables of the file before are kept where they are the same.
/// </summary>
/// <remarks>
/// In progressive scans a symbol may end a run of blocks. Its distance is <see cref="EndOfBlock"/> and the number of bits that give the
/// run's length, 0 to 14; they follow and are not part of the entry.
/// </remarks>
/// <param name="coding">What the symbols stand for.</param>
internal sealed class HuffmanTables(SymbolCoding coding)
{
    /// <summary>Bits that index a table.</summary>
    public const int IndexBits = 10;

    /// <summary>Entries of a table.</summary>
    public const int Entries = 1 << IndexBits;

    /// <summary>Distance that stands for the end of the block: behind it, wherever it began.</summary>
    public const int EndOfBlock = 65;

    /// <summary>Distance of entries for longer codes, which use no bits: beyond the block, so that the test for its end finds them too.</summary>
    public const int LongCode = 128;

    /// <summary>Most bits that an entry uses: after two of them a window of 56 bits still has an index.</summary>
    private const int MostBits = (56 - IndexBits) / 2;

    private const int Tables = 2 * JpegFrame.TablesPerClass;
    private const int Lengths = 16;
    private const int LargestDcSize = 15;

    /// <summary>Bits of an entry's code and sign; only in tables of one symbol each, in the place of the first coefficient's distance.</summary>
    private const int NeededShift = 16;

    private const ulong Needed = 15UL << NeededShift;

    /// <summary>Set in the distance of entries that end the block, and of no others.</summary>
    private const ulong EndsBlock = 64UL << 24;

    private readonly ulong[] _lookup = new ulong[Tables * Entries];
    private readonly ulong[] _single = new ulong[Entries];
    private readonly ulong[] _seconds = new ulong[Entries];
    private readonly ushort[] _codeEnds = new ushort[Tables * Lengths];
    private readonly int[] _valueOffsets = new int[Tables * Lengths];
    private readonly byte[] _built = new byte[Tables * JpegFrame.HuffmanBytes];
    private readonly bool[] _valid = new bool[Tables];

    /// <summary>uint64 [8, 1024]: entries of the DC tables, then of the AC tables.</summary>
    public ReadOnlySpan<ulong> Lookup => _lookup;

    /// <summary>Builds the tables that a sequential scan uses.</summary>
    /// <param name="frame">Frame, with the scan.</param>
    /// <returns>False when a table is impossible.</returns>
    public bool Build(JpegFrame frame)
    {
        for (int i = 0; i < frame.ComponentCount; i++)
        {
            if (!frame.Scan.Holds(i))
                continue;
            JpegComponent component = frame.Components[i];
            if (!Build(frame, component.DcTable) || !Build(frame, JpegFrame.TablesPerClass + component.AcTable))
                return false;
        }

        return true;
    }

    /// <summary>Builds one table.</summary>
    /// <param name="frame">Frame.</param>
    /// <param name="table">Table: 0 to 3 for DC, 4 to 7 for AC.</param>
    /// <returns>False when it is impossible.</returns>
    public bool Build(JpegFrame frame, int table)
    {
        ReadOnlySpan<byte> definition = frame.Huffman(table);
        Span<byte> built = _built.AsSpan(table * JpegFrame.HuffmanBytes, JpegFrame.HuffmanBytes);
        if (_valid[table] && built.SequenceEqual(definition))
            return true;
        definition.CopyTo(built);
        _valid[table] = false;
        if (!AssignCodes(table, definition) || (table < JpegFrame.TablesPerClass && definition[16..].ContainsAnyExceptInRange((byte)0, (byte)LargestDcSize)))
            return false;
        Span<ulong> lookup = _lookup.AsSpan(table * Entries, Entries);
        if (table < JpegFrame.TablesPerClass || coding == SymbolCoding.Refinement)
        {
            FillSingles(table, definition, lookup);
        }
        else
        {
            FillSingles(table, definition, _single);
            FillSeconds();
            FillPairs(lookup);
        }

        _valid[table] = true;
        return true;
    }

    /// <summary>Finds one symbol, of any length, with its magnitude bits.</summary>
    /// <param name="table">Table: 0 to 3 for DC, 4 to 7 for AC.</param>
    /// <param name="window">The next bits, from the top.</param>
    /// <returns>An entry that uses 31 bits at most and has no further magnitude bits, or 0 for a code that does not exist.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Find(int table, ulong window)
    {
        uint bits = (uint)(window >> 48);
        var ends = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_codeEnds), (nuint)(table * Lengths));
        int length = BitOperations.PopCount(Vector256.GreaterThanOrEqual(Vector256.Create((ushort)bits), ends).ExtractMostSignificantBits()) + 1;
        if (length > Lengths)
            return 0;
        int number = _valueOffsets[table * Lengths + length - 1] + (int)(bits >> (16 - length));
        int symbol = _built[table * JpegFrame.HuffmanBytes + 16 + (number & 0xFF)];
        int size = symbol & 15;
        int magnitude = (int)(window << length >> 1 >> (63 - size));
        int value = magnitude >= 1 << size >> 1 ? magnitude : magnitude - (1 << size) + 1;
        return Entry(length + size, Distance(table, symbol)) | (ulong)(ushort)value << 32;
    }

    /// <summary>Canonical codes; libjpeg refuses a code of ones only, and so do we.</summary>
    private bool AssignCodes(int table, ReadOnlySpan<byte> definition)
    {
        int code = 0, symbols = 0;
        for (int length = 1; length <= Lengths; length++)
        {
            int count = definition[length - 1], place = table * Lengths + length - 1;
            _valueOffsets[place] = symbols - code;
            code += count;
            symbols += count;
            if (count > 0 && code >= 1 << length)
                return false;

            // Whatever its length, a code that begins with less than this many sixteenths of bits is no longer than this one.
            _codeEnds[place] = (ushort)(code << (16 - length));
            code <<= 1;
        }

        return true;
    }

    /// <summary>Entries of one symbol each: the value may lack magnitude bits, but never its sign.</summary>
    private void FillSingles(int table, ReadOnlySpan<byte> definition, Span<ulong> singles)
    {
        int symbolNumber = 0, index = 0;
        for (int length = 1; length <= IndexBits; length++)
        {
            int rest = IndexBits - length;
            for (int i = 0; i < definition[length - 1]; i++)
            {
                int symbol = definition[16 + symbolNumber++], size = symbol & 15;
                Span<ulong> entries = singles.Slice(index, 1 << rest);
                ulong entry = Entry(length + size, Distance(table, symbol));
                if (size == 0)
                    entries.Fill(entry | (uint)length << NeededShift);
                else if (rest == 0 || length + size > MostBits)
                    entries.Clear();
                else
                    FillValues(entries, rest, size, entry | (uint)(length + 1) << NeededShift);
                index += 1 << rest;
            }
        }

        singles[index..].Clear();
    }

    /// <summary>Entries of one symbol: its values in their order, negative ones first, each for all bits that may follow.</summary>
    private static void FillValues(Span<ulong> entries, int rest, int size, ulong entry)
    {
        int known = Math.Min(size, rest), missing = size - known, run = 1 << (rest - known);
        ulong step = 1UL << (32 + missing);
        ulong negative = entry | (uint)missing << 8 | (ulong)(ushort)(1 - (1 << size)) << 32;
        ulong positive = entry | (uint)missing << 8 | 1UL << (32 + size - 1);
        Span<ulong> upper = entries[(entries.Length / 2)..], lower = entries[..upper.Length];
        for (int i = 0; i < lower.Length; negative += step, positive += step)
        {
            for (int end = i + run; i < end; i++)
            {
                lower[i] = negative;
                upper[i] = positive;
            }
        }
    }

    /// <summary>
    /// What may follow a symbol of an entry, by the bits that are left for it: 2 to the power of their number is the place of the first.
    /// The entry of the second symbol, with the first one's bits added; 0 where code and sign do not fit.
    /// </summary>
    private void FillSeconds()
    {
        for (int left = 1; left < IndexBits; left++)
        {
            int used = IndexBits - left;
            Span<ulong> seconds = _seconds.AsSpan(1 << left, 1 << left);
            for (int i = 0; i < seconds.Length; i++)
            {
                ulong second = _single[i << used];
                int total = used + ((int)second & 0xFF);
                bool fits = second != 0 && (int)(second >> NeededShift & 15) <= left && total <= MostBits;
                seconds[i] = fits ? second >> 24 << 24 | (uint)(used << 20 | Math.Max(0, total - IndexBits) << 8 | total) : 0;
            }
        }
    }

    private void FillPairs(Span<ulong> pairs)
    {
        for (int index = 0; index < pairs.Length;)
        {
            ulong first = _single[index];
            int used = (int)first & 0xFF;
            if (first == 0 || used >= IndexBits || (first & EndsBlock) != 0)
            {
                pairs[index++] = first == 0 && coding == SymbolCoding.Sequential ? (ulong)LongCode << 24 : first & ~Needed;
                continue;
            }

            // The same first symbol, value included, has all bits that may follow it.
            int left = IndexBits - used;
            ulong behind = first >> 24 & 0xFF, ahead = first >> 32 << 48 | behind - 1 << 16;
            ReadOnlySpan<ulong> seconds = _seconds.AsSpan(1 << left, 1 << left);
            Span<ulong> run = pairs.Slice(index, seconds.Length);
            for (int i = 0; i < run.Length; i++)
            {
                ulong second = seconds[i];
                ulong distance = (second & EndsBlock) != 0 ? 0 : behind << 24;
                run[i] = second == 0 ? first & ~Needed : second + ahead + distance;
            }

            index += run.Length;
        }
    }

    /// <summary>Distance behind the coefficient. As in libjpeg, a symbol without magnitude ends the block unless it stands for 16 zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Distance(int table, int symbol)
    {
        if (table < JpegFrame.TablesPerClass)
            return 1;
        int run = symbol >> 4;
        return (symbol & 15) != 0 || run == 15 ? run + 1 : coding == SymbolCoding.Sequential ? EndOfBlock : EndOfBlock + run;
    }

    private static ulong Entry(int used, int distance) => (uint)(distance << 24 | used);
}
