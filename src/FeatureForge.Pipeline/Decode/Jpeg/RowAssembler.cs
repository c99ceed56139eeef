using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// Makes packed RGB rows of the samples of one row of coding units after the other. Where filtering needs the samples below, the last
/// row of pixels of a band waits for the next band.
/// </summary>
internal sealed class RowAssembler : IDisposable
{
    private const int FirstColumnUnit = 2 * AlignedBuffer.LineBytes;
    private readonly SimdLevel _level;
    private readonly PlaneBand[] _bands = [new(), new(), new()];
    private readonly ChromaUpsampler[] _upsamplers;
    private readonly AlignedBuffer _pixels = new();
    private readonly AlignedBuffer _neutral = new();
    private JpegFrame? _frame;
    private bool _waits;
    private int _neutralBytes;
    private RowRange _columns;

    /// <summary>Makes an assembler.</summary>
    /// <param name="level">Width of the vectors.</param>
    public RowAssembler(SimdLevel level)
    {
        _level = level;
        _upsamplers = [new(level), new(level), new(level)];
    }

    /// <summary>Readies the assembler for a frame.</summary>
    /// <param name="frame">Frame.</param>
    /// <param name="wanted">Pixels wanted; only its columns are looked at here.</param>
    public void Begin(JpegFrame frame, RowRange wanted)
    {
        _frame = frame;

        // Columns start where a cache line does, in chroma too.
        int firstColumn = Math.Clamp(wanted.FirstColumn, 0, frame.Shape.Width - 1) / FirstColumnUnit * FirstColumnUnit;
        _columns = wanted with { FirstColumn = firstColumn, EndColumn = Math.Min(wanted.EndColumn, frame.Shape.Width) };
        _waits = false;
        for (int i = 0; i < frame.ComponentCount; i++)
        {
            _bands[i].Begin(frame, i, _columns);
            _upsamplers[i].Begin(frame, frame.Components[i], _columns);
            _waits |= _upsamplers[i].NeedsNeighbours;
        }

        // A grey picture is one without chroma.
        _neutralBytes = frame.ComponentCount == 1 ? frame.Shape.Width + AlignedBuffer.LineBytes : 0;
        _neutral.Ensure(_neutralBytes).Fill(128);
    }

    /// <summary>True when pixels of the wanted rows depend on a band.</summary>
    /// <param name="band">Row of coding units.</param>
    /// <param name="firstRow">First row of pixels wanted.</param>
    public bool Needs(int band, int firstRow) => (band + 1) * _frame!.UnitHeight >= firstRow;

    /// <summary>Takes the coefficients of the next band.</summary>
    /// <param name="rows">Coefficients, cleared here.</param>
    public void Fill(CoefficientRows rows)
    {
        for (int i = 0; i < _frame!.ComponentCount; i++)
        {
            if (_waits)
                _bands[i].KeepLastRow();
            _bands[i].Fill(rows, _level);
        }
    }

    /// <summary>Hands on the rows that are complete after a band.</summary>
    /// <param name="band">Row of coding units, the last one filled.</param>
    /// <param name="rows">Rows of pixels wanted.</param>
    /// <param name="consumer">Takes them.</param>
    /// <returns>Row of pixels behind those complete.</returns>
    public int Deliver(int band, RowRange rows, IRowConsumer consumer)
    {
        RowRange complete = Complete(band, rows);
        int count = complete.End - complete.First;
        if (count <= 0)
            return complete.First;
        if (consumer.TakesRgbPlanes)
        {
            DeliverPlanes(band, complete, consumer);
            return complete.End;
        }

        int stride = _frame!.Shape.RowBytes;
        Span<byte> pixels = _pixels.Ensure((long)(_frame.UnitHeight + 1) * stride + ColorConverter.Overrun);
        Convert(band, complete, pixels);
        consumer.Accept(new RowBand(complete.First, count, pixels[..(count * stride)], stride));
        return complete.End;
    }

    /// <summary>Writes the rows that are complete after a band into a picture.</summary>
    /// <param name="band">Row of coding units, the last one filled.</param>
    /// <param name="picture">The whole picture, packed, and <see cref="ColorConverter.Overrun"/> bytes more.</param>
    public void Write(int band, Span<byte> picture)
    {
        RowRange complete = Complete(band, new RowRange(0, _frame!.Shape.Height));
        Convert(band, complete, picture[(complete.First * _frame.Shape.RowBytes)..]);
    }

    /// <summary>Writes the rows that are complete after a band into a picture in pieces.</summary>
    /// <param name="band">Row of coding units, the last one filled.</param>
    /// <param name="picture">The whole picture.</param>
    public void Write(int band, PictureInCoefficients picture)
    {
        RowRange complete = Complete(band, new RowRange(0, _frame!.Shape.Height));
        for (int row = complete.First, count; row < complete.End; row += count)
        {
            Span<byte> piece = picture.Rows(row, out count);
            count = Math.Min(count, complete.End - row);
            Convert(band, new RowRange(row, row + count), piece);
        }
    }

    /// <summary>Gives up the memory of a huge picture.</summary>
    public void Trim()
    {
        _pixels.Trim();
        foreach (PlaneBand band in _bands)
            band.Trim();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pixels.Dispose();
        _neutral.Dispose();
        foreach (PlaneBand band in _bands)
            band.Dispose();
        foreach (ChromaUpsampler upsampler in _upsamplers)
            upsampler.Dispose();
    }

    private RowRange Complete(int band, RowRange rows)
    {
        int height = _frame!.UnitHeight, top = band * height;
        bool isLast = band == _frame.UnitRows - 1;
        int first = Math.Max(rows.First, _waits && band > 0 ? top - 1 : top);
        int end = isLast ? _frame.Shape.Height : _waits ? top + height - 1 : top + height;
        return new RowRange(first, Math.Min(rows.End, end));
    }

    private void DeliverPlanes(int band, RowRange rows, IRowConsumer consumer)
    {
        // One line more, so that the rows of a plane do not all fall into the same places of the cache.
        int stride = ((_frame!.Shape.Width + AlignedBuffer.LineBytes - 1) & -AlignedBuffer.LineBytes) + AlignedBuffer.LineBytes;
        int planeBytes = (_frame.UnitHeight + 1) * stride;
        Span<byte> planes = _pixels.Ensure(3L * planeBytes);
        for (int row = rows.First; row < rows.End; row++)
            ColorConverter.ConvertToPlanes(Colors(band, row), _frame.IsRgb, planes[((row - rows.First) * stride + _columns.FirstColumn)..], planeBytes, (ColumnCount, _level));
        consumer.Accept(new RowBand(rows.First, rows.End - rows.First, planes, stride)
        {
            Layout = RowLayout.RgbPlanes,
            Plane1 = planes[planeBytes..],
            Plane2 = planes[(2 * planeBytes)..],
            ChromaStride = stride,
        });
    }

    private void Convert(int band, RowRange rows, Span<byte> pixels)
    {
        int stride = _frame!.Shape.RowBytes;
        for (int row = rows.First; row < rows.End; row++)
            ColorConverter.Convert(Colors(band, row), _frame.IsRgb, pixels[((row - rows.First) * stride + 3 * _columns.FirstColumn)..], ColumnCount, _level);
    }

    private int ColumnCount => _columns.EndColumn - _columns.FirstColumn;

    private ColorRow Colors(int band, int row)
    {
        int place = row - band * _frame!.UnitHeight, skipped = _columns.FirstColumn;
        return _frame.ComponentCount == 1
            ? new ColorRow(Samples(0, place, band)[skipped..], Neutral[skipped..], Neutral[skipped..])
            : new ColorRow(Samples(0, place, band)[skipped..], Samples(1, place, band)[skipped..], Samples(2, place, band)[skipped..]);
    }

    private ReadOnlySpan<byte> Neutral => _neutral.Ensure(_neutralBytes);

    private ReadOnlySpan<byte> Samples(int component, int row, int band)
    {
        PlaneBand samples = _bands[component];
        return _upsamplers[component].Row(samples, row, samples.SampleHeight - 1 - band * samples.Rows, band == 0);
    }
}
