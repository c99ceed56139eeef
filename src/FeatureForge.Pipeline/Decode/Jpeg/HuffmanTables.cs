namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// Lookup tables of a frame. An entry for the next ten bits holds up to two coefficients: bits used (8), magnitude bits beyond the
/// ten (8), distance of the first coefficient from the current one (4), bits of the first (4; 0 when the entry has only one), distance
/// behind the last coefficient (8), last value (16), first value (16). An entry of 0 means that the code is longer: <see cref="Find"/>.
/// The tables of the file before are kept where they are the same.
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

    private const int Tables = 2 * JpegFrame.TablesPerClass;
    private const int Lengths = 17;
    private const int LargestDcSize = 15;
    private readonly ulong[] _lookup = new ulong[Tables * Entries];
    private readonly ulong[] _single = new ulong[Entries];
    private readonly byte[] _needed = new byte[Entries];
    private readonly int[] _lastCodes = new int[Tables * Lengths];
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
        FillSingles(table, definition);
        if (table < JpegFrame.TablesPerClass || coding == SymbolCoding.Refinement)
            _single.CopyTo(_lookup, table * Entries);
        else
            FillPairs(_lookup.AsSpan(table * Entries, Entries));
        _valid[table] = true;
        return true;
    }

    /// <summary>Finds one symbol, of any length, with its magnitude bits.</summary>
    /// <param name="table">Table: 0 to 3 for DC, 4 to 7 for AC.</param>
    /// <param name="window">The next bits, from the top.</param>
    /// <returns>An entry that uses 31 bits at most and has no further magnitude bits, or 0 for a code that does not exist.</returns>
    public ulong Find(int table, ulong window)
    {
        int bits = (int)(window >> 48);
        for (int length = 1; length < Lengths; length++)
        {
            int code = bits >> (16 - length);
            int place = table * Lengths + length;
            if (code > _lastCodes[place])
                continue;
            int symbol = Symbol(table, (_valueOffsets[place] + code) & 0xFF);
            int size = symbol & 15;
            int magnitude = size == 0 ? 0 : (int)(window << length >> (64 - size));
            return Entry(length + size, Distance(table, symbol), Extend(magnitude, size));
        }

        return 0;
    }

    /// <summary>Canonical codes; libjpeg refuses a code of ones only, and so do we.</summary>
    private bool AssignCodes(int table, ReadOnlySpan<byte> definition)
    {
        int code = 0, symbols = 0;
        for (int length = 1; length < Lengths; length++)
        {
            int count = definition[length - 1];
            _valueOffsets[table * Lengths + length] = symbols - code;
            code += count;
            symbols += count;
            _lastCodes[table * Lengths + length] = count == 0 ? -1 : code - 1;
            if (count > 0 && code >= 1 << length)
                return false;
            code <<= 1;
        }

        return true;
    }

    /// <summary>Entries of one symbol each: the value may lack magnitude bits, but never its sign.</summary>
    private void FillSingles(int table, ReadOnlySpan<byte> definition)
    {
        Array.Clear(_single);
        Array.Clear(_needed);
        int symbolNumber = 0, index = 0;
        for (int length = 1; length <= IndexBits; length++)
        {
            int rest = IndexBits - length;
            for (int i = 0; i < definition[length - 1]; i++)
            {
                int symbol = definition[16 + symbolNumber++], size = symbol & 15;
                if (size == 0 || rest > 0)
                    FillSingle(index, rest, size, Entry(0, Distance(table, symbol), 0));
                index += 1 << rest;
            }
        }
    }

    private void FillSingle(int first, int rest, int size, ulong entry)
    {
        int known = Math.Min(size, rest), missing = size - known;
        int used = IndexBits - rest + size;
        byte needed = (byte)(IndexBits - rest + (size == 0 ? 0 : 1));
        for (int i = 0; i < 1 << rest; i++)
        {
            int value = Extend(i >> (rest - known) << missing, size);
            _single[first + i] = entry | (ulong)(ushort)value << 32 | (uint)(used | missing << 8);
            _needed[first + i] = needed;
        }
    }

    private void FillPairs(Span<ulong> pairs)
    {
        for (int index = 0; index < Entries; index++)
        {
            ulong first = _single[index];
            int used = (int)first & 0xFF, behind = (int)(first >> 24) & 0xFF;
            pairs[index] = first;
            if (first == 0 || used >= IndexBits || behind >= EndOfBlock)
                continue;
            int next = index << used & (Entries - 1);
            ulong second = _single[next];
            if (second == 0 || used + _needed[next] > IndexBits)
                continue;
            int total = used + ((int)second & 0xFF);
            int last = (int)(second >> 24) & 0xFF;
            if (last < EndOfBlock)
                last += behind;
            ulong values = (first >> 32 & 0xFFFF) << 48 | (second >> 32 & 0xFFFF) << 32;
            pairs[index] = values | (uint)(last << 24 | used << 20 | (behind - 1) << 16 | Math.Max(0, total - IndexBits) << 8 | total);
        }
    }

    private int Symbol(int table, int number) => _built[table * JpegFrame.HuffmanBytes + 16 + number];

    /// <summary>Distance behind the coefficient. As in libjpeg, a symbol without magnitude ends the block unless it stands for 16 zeros.</summary>
    private int Distance(int table, int symbol)
    {
        if (table < JpegFrame.TablesPerClass)
            return 1;
        int run = symbol >> 4;
        return (symbol & 15) != 0 || run == 15 ? run + 1 : coding == SymbolCoding.Sequential ? EndOfBlock : EndOfBlock + run;
    }

    private static ulong Entry(int used, int distance, int value) => (ulong)(ushort)value << 32 | (uint)(distance << 24 | used);

    private static int Extend(int magnitude, int size) =>
        size == 0 || magnitude >= 1 << (size - 1) ? magnitude : magnitude - (1 << size) + 1;
}
