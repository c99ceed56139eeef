using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// Decodes the Huffman-coded data of one progressive scan after the other, by rows of coding units. It stops at the first thing that
/// does not fit, or that libjpeg-turbo would warn about.
/// </summary>
internal sealed class ProgressiveScan : IDisposable
{
    private readonly ScanCursor _cursor;
    private readonly HuffmanTables _first = new(SymbolCoding.FirstBits);
    private readonly HuffmanTables _refinement = new(SymbolCoding.Refinement);
    private readonly DcScan _dc;
    private readonly AcFirstScan _acFirst;
    private readonly AcRefinementScan _acRefinement;
    private ScanHeader _scan;
    private int _unitsPerRow;
    private int _restartInterval;
    private int _unitsToRestart;

    /// <summary>Makes a decoder.</summary>
    /// <param name="level">Width of the vectors.</param>
    public ProgressiveScan(SimdLevel level)
    {
        _cursor = new ScanCursor(level);
        _dc = new DcScan(_cursor, _first);
        _acFirst = new AcFirstScan(_cursor, _first);
        _acRefinement = new AcRefinementScan(_cursor, _refinement);
    }

    /// <summary>True when the data end where the picture does.</summary>
    public bool EndsScan => _cursor.EndsScan;

    /// <summary>Takes over a scan's coded data.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="frame">What its markers up to the scan say.</param>
    /// <param name="layout">The scan's coding units.</param>
    /// <param name="end">Offset of the marker behind the coded data.</param>
    public JpegRefusal Begin(ReadOnlySpan<byte> file, JpegFrame frame, ScanLayout layout, out int end)
    {
        end = 0;
        _scan = frame.Scan;
        if (!BuildTables(frame))
            return JpegRefusal.Tables;
        _restartInterval = frame.RestartInterval;
        _unitsToRestart = _restartInterval == 0 ? int.MaxValue : _restartInterval;
        _unitsPerRow = layout.UnitsPerRow;
        long segments = _restartInterval == 0 ? 1 : (layout.Units + _restartInterval - 1) / _restartInterval;
        if (segments > file.Length)
            return JpegRefusal.ScanEnd;
        JpegRefusal refusal = _cursor.Begin(file[_scan.Offset..], (int)segments, out int length);
        end = _scan.Offset + length;
        if (_scan.First > 0 && _scan.Before == 0)
            _acFirst.Begin(_scan);
        else if (_scan.First > 0)
            _acRefinement.Begin(_scan);
        return refusal;
    }

    /// <summary>Decodes the next row of coding units.</summary>
    /// <param name="slots">The row's blocks.</param>
    /// <param name="coefficients">Where they go.</param>
    /// <returns>False when the data do not fit.</returns>
    public bool DecodeRow(ReadOnlySpan<BlockSlot> slots, Span<short> coefficients)
    {
        int slotsPerUnit = slots.Length / _unitsPerRow;
        for (int done = 0; done < _unitsPerRow;)
        {
            if (_unitsToRestart == 0)
            {
                if (!_cursor.StartNextSegment())
                    return false;
                _unitsToRestart = _restartInterval;
            }

            int units = Math.Min(_unitsPerRow - done, _unitsToRestart);
            if (!DecodeBlocks(slots[..((done + units) * slotsPerUnit)], done * slotsPerUnit, coefficients))
                return false;
            done += units;
            if (_restartInterval != 0)
                _unitsToRestart -= units;
        }

        return _cursor.IsWithinSegment;
    }

    /// <summary>Gives up the memory of a huge file.</summary>
    public void Trim() => _cursor.Trim();

    /// <inheritdoc/>
    public void Dispose() => _cursor.Dispose();

    private bool DecodeBlocks(ReadOnlySpan<BlockSlot> slots, int first, Span<short> coefficients)
    {
        if (_scan.First == 0)
            return _scan.Before == 0 ? _dc.DecodeFirst(slots[first..], coefficients, _scan.Low) : _dc.Refine(slots[first..], coefficients, _scan.Low);
        return _scan.Before == 0 ? _acFirst.Decode(slots[first..], coefficients) : _acRefinement.Decode(slots, first, coefficients);
    }

    private bool BuildTables(JpegFrame frame)
    {
        for (int i = 0; i < frame.ComponentCount; i++)
        {
            if (!_scan.Holds(i))
                continue;
            JpegComponent component = frame.Components[i];
            bool isBuilt = _scan.First > 0
                ? (_scan.Before == 0 ? _first : _refinement).Build(frame, JpegFrame.TablesPerClass + component.AcTable)
                : _scan.Before != 0 || _first.Build(frame, component.DcTable);
            if (!isBuilt)
                return false;
        }

        return true;
    }
}
