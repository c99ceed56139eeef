namespace FeatureForge.Core.Buffers;

/// <summary>
/// Many short texts as UTF-8: some six bytes more than the characters need, none an object, and nothing is copied while the table
/// grows. Kept in blocks, so that the texts of a huge table together may be larger than an array.
/// </summary>
public sealed class Utf8Texts
{
    /// <summary>Longest text in bytes.</summary>
    public const int LongestText = ushort.MaxValue;

    private const int BlockBytes = 1 << 20;
    private const int AlignmentBits = 2;
    private readonly List<byte[]> _blocks = [];
    private BlockList<uint> _starts = new();
    private BlockList<ushort> _lengths = new();
    private int _used = BlockBytes;

    /// <summary>Number of texts.</summary>
    public int Count => _lengths.Count;

    /// <summary>One text.</summary>
    /// <param name="index">Position, 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<byte> this[int index] => At(_starts[index], _lengths[index]);

    /// <summary>Adds a text at the end.</summary>
    /// <param name="text">UTF-8, at most <see cref="LongestText"/> bytes.</param>
    public void Add(ReadOnlySpan<byte> text) => text.CopyTo(Add(text.Length));

    /// <summary>Adds a text that the caller writes.</summary>
    /// <param name="length">Bytes, at most <see cref="LongestText"/>.</param>
    /// <returns>Where the text goes, undefined content.</returns>
    public Span<byte> Add(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)LongestText, nameof(length));
        if (length > BlockBytes - _used)
        {
            _blocks.Add(GC.AllocateUninitializedArray<byte>(BlockBytes));
            _used = 0;
        }

        // Starts are multiples of four, so that 32 bits reach 16 GiB.
        long start = ((long)(_blocks.Count - 1) * BlockBytes) + _used;
        _starts.Add(checked((uint)(start >> AlignmentBits)));
        _lengths.Add((ushort)length);
        Span<byte> place = _blocks[^1].AsSpan(_used, length);
        _used += (length + (1 << AlignmentBits) - 1) >> AlignmentBits << AlignmentBits;
        return place;
    }

    /// <summary>Sorts by ordinal order of UTF-16 code units, the order that strings have; the texts themselves do not move.</summary>
    /// <returns>The former position of each text.</returns>
    public int[] Sort()
    {
        int[] order = new int[Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        order.AsSpan().Sort(new Order(this));
        var starts = new BlockList<uint>();
        var lengths = new BlockList<ushort>();
        foreach (int former in order)
        {
            starts.Add(_starts[former]);
            lengths.Add(_lengths[former]);
        }

        _starts = starts;
        _lengths = lengths;
        return order;
    }

    /// <summary>Position of a text in a sorted table, or a negative number.</summary>
    /// <param name="text">UTF-8.</param>
    public int Find(ReadOnlySpan<byte> text)
    {
        int low = 0;
        int high = Count - 1;
        while (low <= high)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            int compared = Compare(this[middle], text);
            if (compared == 0)
                return middle;
            if (compared < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }

    /// <summary>Compares two texts as <see cref="string.CompareOrdinal(string, string)"/> compares them in UTF-16.</summary>
    /// <param name="a">UTF-8.</param>
    /// <param name="b">UTF-8.</param>
    /// <returns>Below, equal to or above 0 where <paramref name="a"/> comes before, equals or follows <paramref name="b"/>.</returns>
    public static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int common = a.CommonPrefixLength(b);
        if (common == a.Length || common == b.Length)
            return a.Length - b.Length;
        return Rank(a[common]) - Rank(b[common]);
    }

    // UTF-8 bytes come in the order of code points, and so do UTF-16 units but for U+E000 to U+FFFF (first byte EE or EF), which
    // lie above the surrogates that stand for everything beyond U+FFFF (first byte F0 and up).
    private static int Rank(byte value) => value is 0xEE or 0xEF ? value + 0x20 : value;

    private ReadOnlySpan<byte> At(uint start, int length)
    {
        long position = (long)start << AlignmentBits;
        return _blocks[(int)(position / BlockBytes)].AsSpan((int)(position % BlockBytes), length);
    }

    private readonly struct Order(Utf8Texts texts) : IComparer<int>
    {
        public int Compare(int x, int y) => Utf8Texts.Compare(texts[x], texts[y]);
    }
}
