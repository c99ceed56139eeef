using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Entry points: finding them, and beginning at one of them.</summary>
public sealed partial class FastJpegDecoder
{
    /// <summary>Bytes handed on behind the last row needed: restart marker, stuffed zero and fill bytes in between.</summary>
    private const int BytesBehind = 16;

    /// <summary>Shape, as stored, of the picture whose markers were read last.</summary>
    public ImageShape Shape => _frame.Shape;

    /// <summary>Rows of pixels in one of that picture's rows of coding units.</summary>
    internal int UnitHeight => _frame.UnitHeight;

    /// <summary>Decodes a file to its end and notes where its rows of coding units begin.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="points">Takes the entry points; undefined after a refusal.</param>
    /// <returns>Why the file is left to libjpeg-turbo; <see cref="JpegRefusal.None"/> when it has entry points, and libjpeg-turbo would decode it without a warning.</returns>
    public JpegRefusal FindEntryPoints(ReadOnlySpan<byte> file, EntryPoints points)
    {
        JpegRefusal refusal = JpegParser.Read(file, _frame);
        if (refusal != JpegRefusal.None)
            return refusal;
        if (_frame.HasSeveralScans)
            return JpegRefusal.SeveralScans;
        if (file.Length - _frame.ScanOffset >= EntryPoints.LongestScan)
            return JpegRefusal.Coding;
        points.Begin(_frame);
        refusal = _entropy.BeginAt(file, _frame, 0, points[0], file.Length);
        if (refusal != JpegRefusal.None)
            return refusal;
        _rows.Begin(_frame, 1);
        for (int band = 0; band < _frame.UnitRows; band++)
        {
            if (!DecodeBand(band))
                return JpegRefusal.Data;
            _rows.Coefficients.Clear();
            if (band + 1 < _frame.UnitRows)
                points.Add(_entropy.Position);
        }

        Trim();
        return JpegRefusal.None;
    }

    /// <summary>Decodes some rows to packed RGB, beginning at an entry point.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="points">Entry points of the very same bytes, as far as the caller can tell.</param>
    /// <param name="rows">Rows wanted; exactly these are delivered. Columns that are not wanted stay undefined.</param>
    /// <param name="consumer">Takes the rows.</param>
    /// <returns>
    /// False when the file, as far as it was decoded, is not as the entry points say; the rows delivered may then be wrong. True proves
    /// that they agree with each other from the first row decoded to the last, and with the file's first row where that was decoded.
    /// </returns>
    public bool DecodeRows(ReadOnlySpan<byte> file, EntryPoints points, RowRange rows, IRowConsumer consumer)
    {
        if (!Fits(file, points))
            return false;
        int height = _frame.UnitHeight;
        rows = rows with { First = Math.Max(0, rows.First), End = Math.Min(rows.End, _frame.Shape.Height) };

        // The row of units above gives the neighbours of the first row's chroma, the one below those of the last.
        int band = (rows.First + height - 1) / height - 1;
        if (!BeginAt(file, points, ref band, Math.Min(rows.End / height + 1, _frame.UnitRows)))
            return false;
        _assembler.Begin(_frame, rows);
        for (int next = rows.First; next < rows.End; band++)
        {
            if (!DecodeBand(band, points))
                return false;
            if (!_assembler.Needs(band, rows.First))
            {
                _rows.Coefficients.Clear();
                continue;
            }

            _assembler.Fill(_rows);
            next = Math.Max(next, _assembler.Deliver(band, rows, consumer));
        }

        Trim();
        return true;
    }

    /// <summary>Decodes some rows to samples as the file stores them, beginning at an entry point, handed on band by band.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="points">Entry points of the very same bytes, as far as the caller can tell.</param>
    /// <param name="rows">Rows and columns of luma wanted; whole rows of coding units are delivered. Columns that are not wanted stay undefined.</param>
    /// <param name="consumer">Takes the rows.</param>
    /// <returns>As for packed RGB; false too for a file that has no planes of equal chroma.</returns>
    public bool DecodePlaneRows(ReadOnlySpan<byte> file, EntryPoints points, RowRange rows, IRowConsumer consumer)
    {
        if (!Fits(file, points) || !PlaneAssembler.Takes(_frame))
            return false;
        int height = _frame.UnitHeight, wanted = Math.Max(0, rows.First) / height, band = wanted;
        int end = (Math.Min(rows.End, _frame.Shape.Height) + height - 1) / height;
        if (!BeginAt(file, points, ref band, end))
            return false;
        _planeAssembler.Begin(_frame, rows);
        for (; band < end; band++)
        {
            if (!DecodeBand(band, points))
                return false;
            if (band >= wanted)
                _planeAssembler.Deliver(band, _rows, consumer);
            else
                _rows.Coefficients.Clear();
        }

        Trim();
        return true;
    }

    private bool Fits(ReadOnlySpan<byte> file, EntryPoints points) => JpegParser.Read(file, _frame) == JpegRefusal.None && !_frame.HasSeveralScans && points.Fit(_frame, file.Length);

    /// <summary>Begins at a row of coding units, or at the first one where all entry points are to be checked.</summary>
    private bool BeginAt(ReadOnlySpan<byte> file, EntryPoints points, ref int band, int endBand)
    {
        // Not at the last row: behind it is no entry point that could contradict the first.
        band = points.BeginAtTop ? 0 : Math.Clamp(band, 0, Math.Max(0, _frame.UnitRows - 2));
        int end = endBand >= _frame.UnitRows ? file.Length : Math.Min(file.Length, points[endBand].Offset + BytesBehind);
        if (end < points[band].Offset || _entropy.BeginAt(file, _frame, band, points[band], end) != JpegRefusal.None)
            return false;
        _rows.Begin(_frame, 1);
        return true;
    }

    private bool DecodeBand(int band, EntryPoints points) => DecodeBand(band) && (band + 1 == _frame.UnitRows || _entropy.Position == points[band + 1]);
}
