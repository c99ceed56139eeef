using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// The engine's own JPEG decoder: baseline, extended and progressive pictures, bit for bit what libjpeg-turbo makes of them. It works
/// by rows of coding units and gives up at the first thing that does not fit. Until then everything was decoded from the same bits as
/// libjpeg-turbo would, so the rows handed on are right and libjpeg-turbo can hand on the rest. Of several scans all are read before
/// the first row. One per worker; allocates nothing in steady state.
/// </summary>
public sealed partial class FastJpegDecoder : IDisposable
{
    /// <summary>Bytes that <see cref="DecodePicture"/> needs behind the picture.</summary>
    public const int PictureSlack = ColorConverter.Overrun;

    private readonly SimdLevel _level;
    private readonly JpegFrame _frame = new();
    private readonly EntropyDecoder _entropy;
    private readonly CoefficientRows _rows = new();
    private readonly SeveralScans _scans;
    private readonly RowAssembler _assembler;
    private readonly PictureInCoefficients _picture;
    private readonly PlaneAssembler _planeAssembler;

    /// <summary>Makes a decoder.</summary>
    public FastJpegDecoder()
        : this(SimdLevels.Best)
    {
    }

    internal FastJpegDecoder(SimdLevel level)
    {
        _level = level;
        _entropy = new EntropyDecoder(level);
        _scans = new SeveralScans(_entropy, level);
        _assembler = new RowAssembler(level);
        _picture = new PictureInCoefficients(_rows);
        _planeAssembler = new PlaneAssembler(level);
    }

    /// <summary>What the markers of the file read last say.</summary>
    internal JpegFrame Frame => _frame;

    /// <summary>Reads the markers only.</summary>
    /// <param name="file">The whole file.</param>
    /// <returns>Why the file is left to libjpeg-turbo, or <see cref="JpegRefusal.None"/>.</returns>
    public JpegRefusal Read(ReadOnlySpan<byte> file) => JpegParser.Read(file, _frame);

    /// <summary>Decodes to packed RGB rows of the picture as stored.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="rows">Rows wanted; exactly these are delivered. Columns that are not wanted stay undefined.</param>
    /// <param name="toEnd">True to check the coded data behind the last row wanted too.</param>
    /// <param name="consumer">Takes the rows.</param>
    /// <param name="next">First row not delivered: everything before it is what libjpeg-turbo gives.</param>
    /// <returns>Why the file, or the rest of it, is left to libjpeg-turbo, or <see cref="JpegRefusal.None"/>.</returns>
    public JpegRefusal DecodeRows(ReadOnlySpan<byte> file, RowRange rows, bool toEnd, IRowConsumer consumer, out int next)
    {
        next = Math.Max(0, rows.First);
        JpegRefusal refusal = Begin(file);
        if (refusal != JpegRefusal.None)
            return refusal;
        ImageShape shape = _frame.Shape;
        rows = rows with { First = next, End = Math.Min(rows.End, shape.Height) };
        _assembler.Begin(_frame, rows);
        for (int band = 0; band < _frame.UnitRows && (toEnd || next < rows.End); band++)
        {
            if (!DecodeBand(band))
                return JpegRefusal.Data;
            if (next >= rows.End || !_assembler.Needs(band, rows.First))
            {
                _rows.Coefficients.Clear();
                continue;
            }

            _assembler.Fill(_rows);
            next = Math.Max(next, _assembler.Deliver(band, rows, consumer));
        }

        Trim();
        return JpegRefusal.None;
    }

    /// <summary>Decodes to a whole packed RGB picture as stored.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="picture">uint8 RGB, the picture's bytes and <see cref="PictureSlack"/> more; undefined after a refusal.</param>
    /// <returns>Why the file is left to libjpeg-turbo, or <see cref="JpegRefusal.None"/>.</returns>
    public JpegRefusal DecodePicture(ReadOnlySpan<byte> file, Span<byte> picture)
    {
        JpegRefusal refusal = Begin(file);
        if (refusal != JpegRefusal.None)
            return refusal;
        _assembler.Begin(_frame, new RowRange(0, _frame.Shape.Height));
        for (int band = 0; band < _frame.UnitRows; band++)
        {
            if (!DecodeBand(band))
                return JpegRefusal.Data;
            _assembler.Fill(_rows);
            _assembler.Write(band, picture);
        }

        Trim();
        return JpegRefusal.None;
    }

    /// <summary>Decodes to planes of samples as the file stores them.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="planes">Takes the samples; undefined after a refusal.</param>
    /// <returns>Why the file is left to libjpeg-turbo, or <see cref="JpegRefusal.None"/>.</returns>
    public JpegRefusal DecodeToPlanes(ReadOnlySpan<byte> file, JpegPlanes planes) => DecodeToPlanes(file, new RowRange(0, int.MaxValue), toEnd: true, planes);

    /// <summary>Decodes some rows to planes of samples as the file stores them.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="rows">Rows and columns of luma wanted; the planes are undefined elsewhere.</param>
    /// <param name="toEnd">True to check the coded data behind the last row wanted too.</param>
    /// <param name="planes">Takes the samples; undefined after a refusal.</param>
    /// <returns>Why the file is left to libjpeg-turbo, or <see cref="JpegRefusal.None"/>.</returns>
    public JpegRefusal DecodeToPlanes(ReadOnlySpan<byte> file, RowRange rows, bool toEnd, JpegPlanes planes)
    {
        JpegRefusal refusal = Begin(file);
        if (refusal != JpegRefusal.None)
            return refusal;
        planes.Begin(_frame, rows);
        for (int band = 0; band < _frame.UnitRows && (toEnd || band * _frame.UnitHeight < rows.End); band++)
        {
            if (!DecodeBand(band))
                return JpegRefusal.Data;
            bool wanted = (band + 1) * _frame.UnitHeight > rows.First && band * _frame.UnitHeight < rows.End;
            if (wanted)
                planes.Fill(_frame, _rows, band, _level);
            else
                _rows.Coefficients.Clear();
        }

        Trim();
        return JpegRefusal.None;
    }

    /// <summary>Decodes some rows to samples as the file stores them, handed on band by band.</summary>
    /// <param name="file">The whole file; <see cref="JpegRefusal.Sampling"/> unless it is grey, or YCbCr with chroma planes of equal size that are not larger than luma.</param>
    /// <param name="rows">Rows and columns of luma wanted; whole rows of coding units are delivered. Columns that are not wanted stay undefined.</param>
    /// <param name="toEnd">True to check the coded data behind the last row wanted too.</param>
    /// <param name="consumer">Takes the rows.</param>
    /// <param name="next">First row not delivered, of those from the first one wanted on: everything before it is what libjpeg-turbo gives.</param>
    /// <returns>Why the file, or the rest of it, is left to libjpeg-turbo, or <see cref="JpegRefusal.None"/>.</returns>
    public JpegRefusal DecodePlaneRows(ReadOnlySpan<byte> file, RowRange rows, bool toEnd, IRowConsumer consumer, out int next)
    {
        next = 0;
        JpegRefusal refusal = JpegParser.Read(file, _frame);
        if (refusal == JpegRefusal.None && !PlaneAssembler.Takes(_frame))
            refusal = JpegRefusal.Sampling;
        if (refusal == JpegRefusal.None)
            refusal = BeginRows(file);
        if (refusal != JpegRefusal.None)
            return refusal;
        _planeAssembler.Begin(_frame, rows);
        for (int band = 0; band < _frame.UnitRows && (toEnd || band * _frame.UnitHeight < rows.End); band++)
        {
            if (!DecodeBand(band))
                return JpegRefusal.Data;
            bool wanted = (band + 1) * _frame.UnitHeight > rows.First && band * _frame.UnitHeight < rows.End;
            if (wanted)
                next = _planeAssembler.Deliver(band, _rows, consumer);
            else
                _rows.Coefficients.Clear();
        }

        Trim();
        return JpegRefusal.None;
    }

    /// <summary>Decodes the coefficients only.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="coefficients">Takes the coefficients; undefined after a refusal.</param>
    /// <returns>Why the file is left to libjpeg-turbo, or <see cref="JpegRefusal.None"/>.</returns>
    public JpegRefusal DecodeCoefficients(ReadOnlySpan<byte> file, JpegCoefficients coefficients)
    {
        JpegRefusal refusal = Begin(file);
        if (refusal != JpegRefusal.None)
            return refusal;
        coefficients.Begin(_frame);
        for (int band = 0; band < _frame.UnitRows; band++)
        {
            if (!DecodeBand(band))
                return JpegRefusal.Data;
            coefficients.Fill(_frame, _rows, band);
        }

        Trim();
        return JpegRefusal.None;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _entropy.Dispose();
        _scans.Dispose();
        _rows.Dispose();
        _assembler.Dispose();
        _planeAssembler.Dispose();
    }

    private JpegRefusal Begin(ReadOnlySpan<byte> file)
    {
        JpegRefusal refusal = JpegParser.Read(file, _frame);
        return refusal == JpegRefusal.None ? BeginRows(file) : refusal;
    }

    /// <summary>Readies the decoder for the first row of a file whose markers were read.</summary>
    private JpegRefusal BeginRows(ReadOnlySpan<byte> file)
    {
        JpegRefusal refusal;
        if (_frame.HasSeveralScans)
        {
            refusal = _scans.Decode(file, _frame, _rows);
            if (refusal != JpegRefusal.None)
                Trim();
            return refusal;
        }

        refusal = _entropy.Begin(file, _frame);
        if (refusal == JpegRefusal.None)
            _rows.Begin(_frame, 1);
        return refusal;
    }

    private bool DecodeBand(int band)
    {
        if (!_frame.HasSeveralScans)
            return _entropy.DecodeRow(_rows) && (band < _frame.UnitRows - 1 || _entropy.EndsScan);
        _rows.Select(band);
        return true;
    }

    private void Trim()
    {
        _entropy.Trim();
        _scans.Trim();
        _rows.Trim();
        _assembler.Trim();
        _planeAssembler.Trim();
    }
}
