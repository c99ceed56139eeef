using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>Writes a specimen as a baseline or extended JPEG file with random Huffman tables whose codes have up to 16 bits.</summary>
internal sealed class JpegWriter
{
    private readonly JpegSpecimen _specimen;
    private readonly JpegStream _stream = new();
    private readonly short[][] _coefficients;
    private readonly int[] _predictions = new int[3];
    private readonly List<EntryPoint> _rowStarts = [];

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
        writer._stream.Collect();
        writer.WriteScan();
        writer.WriteHeader(writer._stream.Collected());
        writer.WriteScan();
        return writer._stream.End();
    }

    /// <summary>What stands before tables and scans.</summary>
    /// <param name="stream">Takes it.</param>
    /// <param name="specimen">Picture.</param>
    /// <param name="frameMarker">Coding process, 0xC0 to 0xC2.</param>
    /// <param name="quantizers">Number of each component's quantization table.</param>
    public static void WriteFrame(JpegStream stream, JpegSpecimen specimen, byte frameMarker, ReadOnlySpan<byte> quantizers)
    {
        List<byte> frame =
        [
            8, (byte)(specimen.Shape.Height >> 8), (byte)specimen.Shape.Height, (byte)(specimen.Shape.Width >> 8), (byte)specimen.Shape.Width, (byte)specimen.Factors.Length,
        ];
        for (int i = 0; i < specimen.Factors.Length; i++)
            frame.AddRange([specimen.Ids[i], (byte)(specimen.Factors[i] / 10 << 4 | specimen.Factors[i] % 10), quantizers[i]]);
        stream.Segment(frameMarker, [.. frame]);
    }

    private void WriteHeader(int[][] symbols)
    {
        int components = _specimen.Factors.Length;
        if (_specimen.AdobeTransform is int transform)
            _stream.Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)transform]);
        for (int i = 0; i < components; i++)
            _stream.Quantizer(i, _specimen.Quantizer(i), _specimen.HasWideQuantizers);
        WriteFrame(_stream, _specimen, _specimen.HasWideQuantizers ? (byte)0xC1 : (byte)0xC0, [0, 1, 2]);
        var random = new Random(_specimen.Seed + 77);
        for (int table = 0; table < 4; table++)
            _stream.Table(table, [.. symbols[table].OrderBy(_ => random.Next())], random);
        if (_specimen.RestartInterval > 0)
            _stream.RestartInterval(_specimen.RestartInterval);
        _stream.Segment(0xDA, [(byte)components, .. Enumerable.Range(0, components).SelectMany(i => new[] { _specimen.Ids[i], i == 0 ? (byte)0x00 : (byte)0x11 }), 0, 63, 0]);
    }

    private void WriteScan()
    {
        Array.Clear(_predictions);
        int units = _specimen.UnitsPerRow * _specimen.UnitRows;
        for (int unit = 0; unit < units; unit++)
        {
            if (_specimen.RestartInterval > 0 && unit > 0 && unit % _specimen.RestartInterval == 0)
            {
                _stream.Restart(unit / _specimen.RestartInterval - 1);
                Array.Clear(_predictions);
            }

            if (!_stream.IsCollecting && unit % _specimen.UnitsPerRow == 0)
                _rowStarts.Add(new EntryPoint(_stream.Length, _stream.PendingBits, (short)_predictions[0], (short)_predictions[1], (short)_predictions[2]));
            WriteUnit(unit % _specimen.UnitsPerRow, unit / _specimen.UnitsPerRow);
        }

        _stream.Flush();
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
        _stream.Symbol(dcTable, JpegStream.Size(difference));
        _stream.Magnitude(difference);
        int zeros = 0;
        for (int k = 1; k < 64; k++)
        {
            int value = block[JpegStream.ZigZag[k]];
            if (value == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros > 15; zeros -= 16)
                _stream.Symbol(dcTable + 1, 0xF0);
            _stream.Symbol(dcTable + 1, zeros << 4 | JpegStream.Size(value));
            _stream.Magnitude(value);
            zeros = 0;
        }

        if (zeros > 0)
            _stream.Symbol(dcTable + 1, 0);
    }
}
