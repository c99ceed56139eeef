using System.Numerics;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>The bytes of a JPEG file. Scans are written twice: the first time only their symbols are collected, for tables that hold just those.</summary>
internal sealed class JpegStream
{
    private readonly List<byte> _file = [0xFF, 0xD8];
    private readonly Dictionary<int, (int Code, int Length)>[] _codes = new Dictionary<int, (int Code, int Length)>[8];
    private HashSet<int>[]? _collecting;
    private ulong _bits;
    private int _bitCount;

    /// <summary>Walks the diagonals.</summary>
    public static int[] ZigZag { get; } =
        [.. Enumerable.Range(0, 64).OrderBy(n => n / 8 + n % 8).ThenBy(n => (n / 8 + n % 8) % 2 == 0 ? n % 8 : n / 8)];

    /// <summary>True while only symbols are collected.</summary>
    public bool IsCollecting => _collecting is not null;

    /// <summary>Bytes so far.</summary>
    public int Length => _file.Count;

    /// <summary>Bits that wait for their byte to be full.</summary>
    public int PendingBits => _bitCount;

    public static int Size(int value) => 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));

    public void Collect() => _collecting = [[], [], [], [], [], [], [], []];

    /// <summary>The symbols of each table, even numbers for DC and odd ones for AC; writing is in earnest from here on.</summary>
    public int[][] Collected()
    {
        int[][] symbols = [.. _collecting!.Select(set => set.ToArray())];
        _collecting = null;
        return symbols;
    }

    public byte[] End() => [.. _file, 0xFF, 0xD9];

    public void Segment(byte marker, byte[] content)
    {
        _file.AddRange([0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2)]);
        _file.AddRange(content);
    }

    public void Quantizer(int table, ushort[] quantizer, bool isWide)
    {
        IEnumerable<byte> values = ZigZag.SelectMany(place => isWide ? new[] { (byte)(quantizer[place] >> 8), (byte)quantizer[place] } : [(byte)quantizer[place]]);
        Segment(0xDB, [(byte)((isWide ? 16 : 0) | table), .. values]);
    }

    public void RestartInterval(int units) => Segment(0xDD, [(byte)(units >> 8), (byte)units]);

    /// <summary>A few codes of growing length, all others of one length that has room for them.</summary>
    public void Table(int table, int[] symbols, Random random)
    {
        int stepped = Math.Min(random.Next(0, 6), symbols.Length);
        int rest = symbols.Length - stepped, free = 1 << 16, length = stepped + 2;
        for (int i = 0; i < stepped; i++)
            free -= 1 << (14 - i);
        while (length < 16 && ((long)(rest + 1) << (16 - length) > free || random.Next(4) == 0))
            length++;
        byte[] counts = new byte[16];
        var codes = new Dictionary<int, (int Code, int Length)>();
        int code = 0, last = 1;
        for (int i = 0; i < symbols.Length; i++)
        {
            int bits = i < stepped ? i + 2 : length;
            code <<= bits - last;
            last = bits;
            codes[symbols[i]] = (code++, bits);
            counts[bits - 1]++;
        }

        _codes[table] = codes;
        Segment(0xC4, [(byte)((table & 1) << 4 | table >> 1), .. counts, .. symbols.Select(symbol => (byte)symbol)]);
    }

    public void Symbol(int table, int symbol)
    {
        if (_collecting is not null)
            _collecting[table].Add(symbol);
        else
            Put((uint)_codes[table][symbol].Code, _codes[table][symbol].Length);
    }

    public void Magnitude(int value) => Put((uint)(value < 0 ? value - 1 : value) & ((1u << Size(value)) - 1), Size(value));

    public void Put(uint bits, int count)
    {
        _bits = _bits << count | bits;
        _bitCount += count;
        for (; _bitCount >= 8; _bitCount -= 8)
            PutByte((byte)(_bits >> (_bitCount - 8)));
    }

    public void Flush()
    {
        if (_bitCount > 0)
            PutByte((byte)(_bits << (8 - _bitCount) | (0xFFu >> _bitCount)));
        _bitCount = 0;
        _bits = 0;
    }

    public void Restart(int number)
    {
        Flush();
        if (_collecting is null)
            _file.AddRange([0xFF, (byte)(0xD0 + number % 8)]);
    }

    private void PutByte(byte value)
    {
        if (_collecting is not null)
            return;
        _file.Add(value);
        if (value == 0xFF)
            _file.Add(0);
    }
}
