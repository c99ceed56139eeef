using System.Numerics;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>Writes a specimen as a baseline or extended JPEG file with random Huffman tables whose codes have up to 16 bits.</summary>
internal sealed class JpegWriter
{
    private static readonly int[] s_zigZag = MakeZigZag();
    private readonly JpegSpecimen _specimen;
    private readonly List<byte> _file = [];
    private readonly short[][] _coefficients;
    private readonly Dictionary<int, (int Code, int Length)>[] _codes = new Dictionary<int, (int Code, int Length)>[4];
    private readonly int[] _predictions = new int[3];
    private readonly List<EntryPoint> _rowStarts = [];
    private ulong _bits;
    private int _bitCount;
    private HashSet<int>[]? _collecting = [[], [], [], []];

    private JpegWriter(JpegSpecimen specimen, short[][] coefficients)
    {
        _specimen = specimen;
        _coefficients = coefficients;
    }

    public static byte[] Write(JpegSpecimen specimen) => Write(specimen, specimen.Coefficients());

    public static byte[] Write(JpegSpecimen specimen, short[][] coefficients) => Write(specimen, coefficients, out _);

    /// <summary>Writes the file and says where each row of coding units was begun.</summary>
    public static byte[] Write(JpegSpecimen specimen, short[][] coefficients, out IReadOnlyList<EntryPoint> rowStarts)
    {
        var writer = new JpegWriter(specimen, coefficients);
        rowStarts = writer._rowStarts;
        writer.WriteScan();
        HashSet<int>[] symbols = writer._collecting!;
        writer._collecting = null;
        writer.WriteHeader(symbols);
        writer.WriteScan();
        writer._file.AddRange([0xFF, 0xD9]);
        return [.. writer._file];
    }

    private void WriteHeader(HashSet<int>[] symbols)
    {
        int components = _specimen.Factors.Length;
        bool wide = _specimen.LargestQuantizer > 255;
        _file.AddRange([0xFF, 0xD8]);
        if (_specimen.AdobeTransform is int transform)
            Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)transform]);
        for (int i = 0; i < components; i++)
        {
            ushort[] quantizer = _specimen.Quantizer(i);
            IEnumerable<byte> values = s_zigZag.SelectMany(place => wide ? new[] { (byte)(quantizer[place] >> 8), (byte)quantizer[place] } : [(byte)quantizer[place]]);
            Segment(0xDB, [(byte)((wide ? 16 : 0) | i), .. values]);
        }

        byte[] frame = [8, (byte)(_specimen.Shape.Height >> 8), (byte)_specimen.Shape.Height, (byte)(_specimen.Shape.Width >> 8), (byte)_specimen.Shape.Width, (byte)components];
        Segment(wide ? (byte)0xC1 : (byte)0xC0, [.. frame, .. Enumerable.Range(0, components).SelectMany(i => new[] { _specimen.Ids[i], (byte)(_specimen.Factors[i] / 10 << 4 | _specimen.Factors[i] % 10), (byte)i })]);
        var random = new Random(_specimen.Seed + 77);
        for (int table = 0; table < 4; table++)
            WriteTable(table, [.. symbols[table].OrderBy(_ => random.Next())], random);
        if (_specimen.RestartInterval > 0)
            Segment(0xDD, [(byte)(_specimen.RestartInterval >> 8), (byte)_specimen.RestartInterval]);
        Segment(0xDA, [(byte)components, .. Enumerable.Range(0, components).SelectMany(i => new[] { _specimen.Ids[i], i == 0 ? (byte)0x00 : (byte)0x11 }), 0, 63, 0]);
    }

    /// <summary>A few codes of growing length, all others of one length that has room for them.</summary>
    private void WriteTable(int table, int[] symbols, Random random)
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

    private void Segment(byte marker, byte[] content)
    {
        _file.AddRange([0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2)]);
        _file.AddRange(content);
    }

    private void WriteScan()
    {
        Array.Clear(_predictions);
        int units = _specimen.UnitsPerRow * _specimen.UnitRows;
        for (int unit = 0; unit < units; unit++)
        {
            if (_specimen.RestartInterval > 0 && unit > 0 && unit % _specimen.RestartInterval == 0)
            {
                Flush();
                if (_collecting is null)
                    _file.AddRange([0xFF, (byte)(0xD0 + (unit / _specimen.RestartInterval - 1) % 8)]);
                Array.Clear(_predictions);
            }

            if (_collecting is null && unit % _specimen.UnitsPerRow == 0)
                _rowStarts.Add(new EntryPoint(_file.Count, _bitCount, (short)_predictions[0], (short)_predictions[1], (short)_predictions[2]));
            WriteUnit(unit % _specimen.UnitsPerRow, unit / _specimen.UnitsPerRow);
        }

        Flush();
    }

    private void WriteUnit(int column, int row)
    {
        for (int i = 0; i < _specimen.Factors.Length; i++)
        {
            int width = _specimen.Horizontal(i), height = _specimen.Vertical(i);
            for (int block = 0; block < width * height; block++)
            {
                int place = (row * height + block / width) * _specimen.BlocksPerRow(i) + column * width + block % width;
                WriteBlock(i, _coefficients[i].AsSpan(place * 64, 64));
            }
        }
    }

    private void WriteBlock(int component, ReadOnlySpan<short> block)
    {
        int dcTable = component == 0 ? 0 : 2;
        int difference = block[0] - _predictions[component];
        _predictions[component] = block[0];
        Symbol(dcTable, Size(difference));
        Magnitude(difference);
        int zeros = 0;
        for (int k = 1; k < 64; k++)
        {
            int value = block[s_zigZag[k]];
            if (value == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros > 15; zeros -= 16)
                Symbol(dcTable + 1, 0xF0);
            Symbol(dcTable + 1, zeros << 4 | Size(value));
            Magnitude(value);
            zeros = 0;
        }

        if (zeros > 0)
            Symbol(dcTable + 1, 0);
    }

    private void Symbol(int table, int symbol)
    {
        if (_collecting is not null)
            _collecting[table].Add(symbol);
        else
            Put((uint)_codes[table][symbol].Code, _codes[table][symbol].Length);
    }

    private void Magnitude(int value) => Put((uint)(value < 0 ? value - 1 : value) & ((1u << Size(value)) - 1), Size(value));

    private static int Size(int value) => 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));

    private void Put(uint bits, int count)
    {
        _bits = _bits << count | bits;
        _bitCount += count;
        for (; _bitCount >= 8; _bitCount -= 8)
            PutByte((byte)(_bits >> (_bitCount - 8)));
    }

    private void Flush()
    {
        if (_bitCount > 0)
            PutByte((byte)(_bits << (8 - _bitCount) | (0xFFu >> _bitCount)));
        _bitCount = 0;
        _bits = 0;
    }

    private void PutByte(byte value)
    {
        if (_collecting is not null)
            return;
        _file.Add(value);
        if (value == 0xFF)
            _file.Add(0);
    }

    /// <summary>Walks the diagonals.</summary>
    private static int[] MakeZigZag() =>
        [.. Enumerable.Range(0, 64).OrderBy(n => n / 8 + n % 8).ThenBy(n => (n / 8 + n % 8) % 2 == 0 ? n % 8 : n / 8)];
}
