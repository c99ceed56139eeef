using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Decodes the coefficients of a whole picture from all the scans of its file, progressive or not.</summary>
/// <param name="sequential">Decodes the scans of sequential frames.</param>
/// <param name="level">Width of the vectors.</param>
internal sealed class SeveralScans(EntropyDecoder sequential, SimdLevel level) : IDisposable
{
    private readonly ScanLayout _layout = new();
    private readonly ProgressiveScan _progressive = new(level);

    /// <summary>Decodes all scans.</summary>
    /// <param name="file">The whole file, which <see cref="JpegParser.Read"/> takes.</param>
    /// <param name="frame">Read anew, scan by scan.</param>
    /// <param name="rows">Takes the coefficients of all rows of coding units.</param>
    /// <returns>Why the file is left to libjpeg-turbo, or <see cref="JpegRefusal.None"/>.</returns>
    public JpegRefusal Decode(ReadOnlySpan<byte> file, JpegFrame frame, CoefficientRows rows)
    {
        JpegRefusal refusal = JpegParser.Open(file, frame, out JpegParser parser);
        bool ended = false;
        if (refusal == JpegRefusal.None)
            rows.Begin(frame, frame.UnitRows);
        while (refusal == JpegRefusal.None && !ended)
        {
            refusal = DecodeScan(file, frame, rows, out int end);
            if (refusal == JpegRefusal.None)
                refusal = parser.ReadNext(end, out ended);
        }

        return refusal;
    }

    /// <summary>Gives up the memory of a huge file.</summary>
    public void Trim() => _progressive.Trim();

    /// <inheritdoc/>
    public void Dispose() => _progressive.Dispose();

    private JpegRefusal DecodeScan(ReadOnlySpan<byte> file, JpegFrame frame, CoefficientRows rows, out int end)
    {
        _layout.Begin(frame, rows);
        JpegRefusal refusal = frame.IsProgressive ? _progressive.Begin(file, frame, _layout, out end) : sequential.Begin(file, frame, _layout, out end);
        if (refusal != JpegRefusal.None)
            return refusal;
        for (int row = 0; row < _layout.Rows; row++)
        {
            Span<short> coefficients = _layout.Coefficients(row, rows);
            if (!(frame.IsProgressive ? _progressive.DecodeRow(_layout.Slots, coefficients) : sequential.DecodeRow(_layout.Slots, coefficients)))
                return JpegRefusal.Data;
        }

        return (frame.IsProgressive ? _progressive.EndsScan : sequential.EndsScan) ? JpegRefusal.None : JpegRefusal.Data;
    }
}
