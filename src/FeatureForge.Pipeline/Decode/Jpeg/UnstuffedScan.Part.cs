namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Parts of a scan, and the way back from unstuffed bytes to those of the file.</summary>
internal sealed partial class UnstuffedScan
{
    private int[] _sources = new int[16];
    private int _countedSegment;
    private int _countedTo;
    private int _countedStuffed;

    /// <summary>Copies the part of a scan that begins in a segment.</summary>
    /// <param name="coded">The file from the part's first byte on; to the end of the file, or as far as is needed.</param>
    /// <param name="firstSegment">Number within the scan of the segment in which the part begins.</param>
    /// <param name="segments">Segments from that one to the last of the scan.</param>
    /// <param name="toEnd">True when the part goes to the end of the scan; the markers there must then be those expected.</param>
    public JpegRefusal ReadPart(ReadOnlySpan<byte> coded, int firstSegment, int segments, bool toEnd)
    {
        Span<byte> target = _bytes.Ensure((long)coded.Length + Slack);
        SegmentCount = _length = 0;
        _countedSegment = -1;
        int position = 0;
        byte marker;
        while (true)
        {
            if (SegmentCount == _sources.Length)
                Array.Resize(ref _sources, 2 * SegmentCount);
            _sources[SegmentCount] = position;
            marker = CopySegment(coded, ref position, target);
            AddSegment();
            if (SegmentCount == segments || marker != FirstRestart + ((firstSegment + SegmentCount - 1) & 7))
                break;
        }

        bool complete = SegmentCount == segments;
        while (complete && marker is >= FirstRestart and < FirstRestart + 8)
            marker = MarkerAt(coded, ref position);
        target.Slice(_length, Slack).Clear();
        return !toEnd || (complete && marker == EndMarker) ? JpegRefusal.None : JpegRefusal.ScanEnd;
    }

    /// <summary>Where a byte of the part stands in the file.</summary>
    /// <param name="segment">Segment of the part that the byte belongs to.</param>
    /// <param name="position">Offset of the byte, or that behind the segment's last.</param>
    /// <returns>Bytes behind the part's first byte in the file.</returns>
    public int SourceOffset(int segment, int position)
    {
        int start = segment == 0 ? 0 : _ends[segment - 1];
        if (segment != _countedSegment || position < _countedTo)
            (_countedSegment, _countedTo, _countedStuffed) = (segment, start, 0);

        // Each 0xFF is followed by a zero in the file. Rows are asked for in order, so each byte is looked at once.
        _countedStuffed += Bytes[_countedTo..position].Count((byte)0xFF);
        _countedTo = position;
        return _sources[segment] + (position - start) + _countedStuffed;
    }
}
