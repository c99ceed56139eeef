namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Beginning at a row of coding units, and saying where a row begins.</summary>
internal sealed partial class EntropyDecoder
{
    private int _partOffset;

    /// <summary>Takes over a frame's coded data from a row on.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="frame">What its markers say.</param>
    /// <param name="row">Row of coding units to decode next.</param>
    /// <param name="point">Where it begins, within the file; nothing else about it need be true.</param>
    /// <param name="end">Offset behind the last byte that is needed; the file's length to check the scan's end too.</param>
    public JpegRefusal BeginAt(ReadOnlySpan<byte> file, JpegFrame frame, int row, in EntryPoint point, int end)
    {
        JpegRefusal refusal = Ready(file, frame, frame.UnitsPerRow, (long)frame.UnitsPerRow * frame.UnitRows, out int segments);
        if (refusal != JpegRefusal.None)
            return refusal;
        int interval = _restartInterval, before = row * _unitsPerRow;
        bool isRestart = before == 0 || (interval != 0 && before % interval == 0);
        if (isRestart && point with { Offset = 0 } != default)
            return JpegRefusal.Data;
        int passed = interval == 0 ? 0 : before / interval;
        refusal = _scan.ReadPart(file[point.Offset..end], passed, segments - passed, toEnd: end == file.Length);
        if (refusal != JpegRefusal.None)
            return refusal;
        _partOffset = point.Offset;
        StartSegment(0);
        if (interval != 0)
            _unitsToRestart = interval - (before % interval);
        if (point.Bit != 0)
            (_bits, _valid, _position) = ((ulong)_scan.Bytes[0] << (56 + point.Bit), (ulong)(8 - point.Bit), 1);
        (_predictions[0], _predictions[1], _predictions[2]) = (point.First, point.Second, point.Third);
        return JpegRefusal.None;
    }

    /// <summary>Where the next row begins; only after <see cref="BeginAt"/>. A row that begins behind a restart marker begins with what follows the marker.</summary>
    public EntryPoint Position
    {
        get
        {
            if (_unitsToRestart == 0 && _segment + 1 < _scan.SegmentCount)
                return new EntryPoint(_partOffset + _scan.SourceOffset(_segment + 1, _scan.End(_segment)), 0, 0, 0, 0);
            long bits = 8L * _position - (long)(_valid & 63);
            return new EntryPoint(
                _partOffset + _scan.SourceOffset(_segment, (int)(bits >> 3)),
                (int)(bits & 7),
                (short)_predictions[0],
                (short)_predictions[1],
                (short)_predictions[2]);
        }
    }
}
