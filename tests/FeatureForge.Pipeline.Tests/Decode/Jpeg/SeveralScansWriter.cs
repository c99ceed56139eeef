namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>Writes a specimen as a file of several scans, progressive or not, each with tables of its own.</summary>
internal sealed class SeveralScansWriter
{
    private const int LongestRun = 0x7FFF;
    private readonly JpegSpecimen _specimen;
    private readonly short[][] _coefficients;
    private readonly JpegStream _stream = new();
    private readonly int[] _predictions = new int[3];
    private readonly List<uint> _waitingBits = [];
    private readonly HashSet<int> _quantizersWritten = [];
    private Random _random = new(0);
    private int _run;

    private SeveralScansWriter(JpegSpecimen specimen, short[][] coefficients)
    {
        _specimen = specimen;
        _coefficients = coefficients;
    }

    public static byte[] Write(JpegSpecimen specimen, ScanSpecimen[] scans, bool isProgressive) => Write(specimen, specimen.Coefficients(), scans, isProgressive);

    public static byte[] Write(JpegSpecimen specimen, short[][] coefficients, ScanSpecimen[] scans, bool isProgressive)
    {
        var writer = new SeveralScansWriter(specimen, coefficients);

        // All components may share the number of a quantization table that is defined anew before each: a decoder keeps the first.
        bool sharesTables = specimen.Seed % 2 == 0 && scans.All(scan => scan.Components.Length == 1);
        JpegWriter.WriteFrame(writer._stream, specimen, isProgressive ? (byte)0xC2 : (byte)0xC1, sharesTables ? [3, 3, 3] : [0, 1, 2]);
        foreach (ScanSpecimen scan in scans)
            writer.WriteScan(scan, sharesTables, isProgressive);
        return writer._stream.End();
    }

    private void WriteScan(ScanSpecimen scan, bool sharesTables, bool isProgressive)
    {
        foreach (int i in scan.Components)
        {
            if (sharesTables && _quantizersWritten.Add(i))
                _stream.Quantizer(3, _specimen.Quantizer(i), _specimen.HasWideQuantizers);
            else if (!sharesTables && _quantizersWritten.Add(i))
                _stream.Quantizer(i, _specimen.Quantizer(i), _specimen.HasWideQuantizers);
            else
                _stream.Quantizer(i, _specimen.Quantizer(7), _specimen.HasWideQuantizers);
        }

        int seed = _specimen.Seed + 31 * scan.First + scan.Low;
        _stream.Collect();
        WriteUnits(scan, seed, isProgressive);
        var random = new Random(seed);
        int[][] symbols = _stream.Collected();
        for (int table = 0; table < symbols.Length; table++)
        {
            if (symbols[table].Length > 0)
                _stream.Table(table, [.. symbols[table].OrderBy(_ => random.Next())], random);
        }

        _stream.RestartInterval(scan.RestartInterval);
        _stream.Segment(0xDA,
        [
            (byte)scan.Components.Length, .. scan.Components.SelectMany(i => new[] { _specimen.Ids[i], (byte)(17 * i) }), (byte)scan.First, (byte)scan.Last,
            (byte)(scan.Before << 4 | scan.Low),
        ]);
        WriteUnits(scan, seed, isProgressive);
    }

    private void WriteUnits(ScanSpecimen scan, int seed, bool isProgressive)
    {
        _random = new Random(seed);
        Array.Clear(_predictions);
        bool isAlone = scan.Components.Length == 1;
        int only = scan.Components[0];
        int columns = isAlone ? _specimen.CodedBlocksPerRow(only) : _specimen.UnitsPerRow, rows = isAlone ? _specimen.CodedBlockRows(only) : _specimen.UnitRows;
        for (int unit = 0; unit < columns * rows; unit++)
        {
            if (scan.RestartInterval > 0 && unit > 0 && unit % scan.RestartInterval == 0)
            {
                EndRun(only);
                _stream.Restart(unit / scan.RestartInterval - 1);
                Array.Clear(_predictions);
            }

            foreach (int i in scan.Components)
            {
                int width = isAlone ? 1 : _specimen.Horizontal(i), height = isAlone ? 1 : _specimen.Vertical(i);
                for (int block = 0; block < width * height; block++)
                {
                    int place = (unit / columns * height + block / width) * _specimen.BlocksPerRow(i) + unit % columns * width + block % width;
                    WriteBlock(scan, i, _coefficients[i].AsSpan(place * 64, 64), isProgressive);
                }
            }
        }

        EndRun(only);
        _stream.Flush();
    }

    private void WriteBlock(ScanSpecimen scan, int component, ReadOnlySpan<short> block, bool isProgressive)
    {
        if (scan is { First: 0, Before: 0 })
        {
            int value = block[0] >> scan.Low, difference = value - _predictions[component];
            _predictions[component] = value;
            _stream.Symbol(2 * component, JpegStream.Size(difference));
            _stream.Magnitude(difference);
        }
        else if (scan.First == 0)
        {
            _stream.Put((uint)(block[0] >> scan.Low) & 1, 1);
        }

        if (scan.Last > 0 && scan.Before == 0)
            WriteFirst(scan, component, block, isProgressive);
        else if (scan.Last > 0)
            WriteRefinement(scan, component, block);
    }

    private void WriteFirst(ScanSpecimen scan, int component, ReadOnlySpan<short> block, bool isProgressive)
    {
        int zeros = 0;
        for (int k = Math.Max(1, scan.First); k <= scan.Last; k++)
        {
            int coefficient = block[JpegStream.ZigZag[k]], value = Math.Sign(coefficient) * (Math.Abs(coefficient) >> scan.Low);
            if (value == 0)
            {
                zeros++;
                continue;
            }

            EndRun(component);
            for (; zeros > 15; zeros -= 16)
                _stream.Symbol(2 * component + 1, 0xF0);
            _stream.Symbol(2 * component + 1, zeros << 4 | JpegStream.Size(value));
            _stream.Magnitude(value);
            zeros = 0;
        }

        if (zeros > 0)
            AddToRun(component, isProgressive);
    }

    /// <summary>Annex G.1.2.3: correction bits of known coefficients wait until the symbol that passes over them is written.</summary>
    private void WriteRefinement(ScanSpecimen scan, int component, ReadOnlySpan<short> block)
    {
        int lastNew = 0, zeros = 0;
        for (int k = scan.First; k <= scan.Last; k++)
        {
            if (Math.Abs((int)block[JpegStream.ZigZag[k]]) >> scan.Low == 1)
                lastNew = k;
        }

        var corrections = new List<uint>();
        for (int k = scan.First; k <= scan.Last; k++)
        {
            int coefficient = block[JpegStream.ZigZag[k]], value = Math.Abs(coefficient) >> scan.Low;
            zeros += value == 0 ? 1 : 0;
            if (value == 0)
                continue;
            for (; zeros > 15 && k <= lastNew; zeros -= 16)
                WriteNew(component, 0xF0, corrections);
            if (value > 1)
            {
                corrections.Add((uint)value & 1);
                continue;
            }

            corrections.Insert(0, coefficient > 0 ? 1u : 0u);
            WriteNew(component, zeros << 4 | 1, corrections);
            zeros = 0;
        }

        if (zeros == 0 && corrections.Count == 0)
            return;
        _waitingBits.AddRange(corrections);
        AddToRun(component, canRun: true);
    }

    private void WriteNew(int component, int symbol, List<uint> bits)
    {
        EndRun(component);
        _stream.Symbol(2 * component + 1, symbol);
        PutAll(bits);
    }

    private void AddToRun(int component, bool canRun)
    {
        _run++;
        if (!canRun || _run == LongestRun || _random.Next(200) == 0)
            EndRun(component);
    }

    private void EndRun(int component)
    {
        if (_run == 0)
            return;
        int bits = JpegStream.Size(_run) - 1;
        _stream.Symbol(2 * component + 1, bits << 4);
        _stream.Put((uint)(_run - (1 << bits)), bits);
        _run = 0;
        PutAll(_waitingBits);
    }

    private void PutAll(List<uint> bits)
    {
        foreach (uint bit in bits)
            _stream.Put(bit, 1);
        bits.Clear();
    }
}
