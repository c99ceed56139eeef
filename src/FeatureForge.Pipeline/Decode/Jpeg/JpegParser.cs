using System.Buffers.Binary;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// Walks the markers of a JPEG file from scan to scan and takes only what libjpeg-turbo reads without a warning and without rules
/// of its own; all else is refused, so that one decoder alone decides about damaged files. It reads nothing outside the file.
/// </summary>
internal ref struct JpegParser
{
    private const int LongestSide = 65500;

    /// <summary>Keeps all offsets, counted in bytes and with room behind, within 31 bits.</summary>
    private const int LongestFile = 1 << 30;

    private const int MostBlocksPerUnit = 10;

    /// <summary>Memory for the coefficients of files with several scans: some 170 million pixels.</summary>
    private const long MostCoefficientBytes = 1L << 30;

    private const byte ScanMarker = 0xDA;
    private const byte EndMarker = 0xD9;
    private readonly ReadOnlySpan<byte> _file;
    private readonly JpegFrame _frame;
    private int _position;

    private JpegParser(ReadOnlySpan<byte> file, JpegFrame frame)
    {
        _file = file;
        _frame = frame;
        _position = 2;
    }

    /// <summary>Reads the markers.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="frame">
    /// Filled in when the file is taken; undefined otherwise. With several scans it holds what the last of them says:
    /// <see cref="Open"/> begins anew.
    /// </param>
    /// <returns>Why the file is left to libjpeg-turbo, or <see cref="JpegRefusal.None"/>.</returns>
    public static JpegRefusal Read(ReadOnlySpan<byte> file, JpegFrame frame)
    {
        JpegRefusal refusal = Open(file, frame, out JpegParser parser);
        if (refusal != JpegRefusal.None || !frame.HasSeveralScans)
            return refusal;
        bool ended = false;
        while (refusal == JpegRefusal.None && !ended)
            refusal = parser.ReadNext(parser.EndOfCodedData(), out ended);
        return refusal;
    }

    /// <summary>Reads the markers up to the first scan.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="frame">Filled in when the file is taken; undefined otherwise.</param>
    /// <param name="parser">Reads on.</param>
    /// <returns>Why the file is left to libjpeg-turbo, or <see cref="JpegRefusal.None"/>.</returns>
    public static JpegRefusal Open(ReadOnlySpan<byte> file, JpegFrame frame, out JpegParser parser)
    {
        frame.Clear();
        parser = new JpegParser(file, frame);
        if (!ImageSignature.IsJpeg(file))
            return JpegRefusal.Markers;
        return file.Length > LongestFile ? JpegRefusal.Coding : parser.WalkToScan(out _);
    }

    /// <summary>Reads the markers up to the next scan.</summary>
    /// <param name="position">Offset behind the coded data of the scan before.</param>
    /// <param name="ended">True when there is none.</param>
    /// <returns>Why the file is left to libjpeg-turbo, or <see cref="JpegRefusal.None"/>.</returns>
    public JpegRefusal ReadNext(int position, out bool ended)
    {
        _position = position;
        return WalkToScan(out ended);
    }

    private JpegRefusal WalkToScan(out bool ended)
    {
        ended = false;
        while (true)
        {
            // libjpeg warns about any byte between segments; fill bytes (0xFF) are none.
            int code = _position;
            while (code < _file.Length && _file[code] == 0xFF)
                code++;
            if (code == _position || code == _file.Length)
                return JpegRefusal.Markers;
            byte marker = _file[code];
            ended = marker == EndMarker && _frame.HasSeveralScans;
            if (ended)
                return _frame.Progress.IsComplete(_frame.ComponentCount) ? JpegRefusal.None : JpegRefusal.Incomplete;
            if (_file.Length - code < 3)
                return JpegRefusal.Markers;
            int length = BinaryPrimitives.ReadUInt16BigEndian(_file[(code + 1)..]) - 2;
            if (length < 0 || length > _file.Length - code - 3)
                return JpegRefusal.Markers;
            _position = code + 3 + length;
            ReadOnlySpan<byte> segment = _file.Slice(code + 3, length);
            if (marker == ScanMarker)
                return ReadScan(segment);
            JpegRefusal refusal = ReadSegment(marker, segment);
            if (refusal != JpegRefusal.None)
                return refusal;
        }
    }

    /// <summary>Offset of the first marker behind the coded data that does not belong to them, or the file's length.</summary>
    private readonly int EndOfCodedData()
    {
        int position = _position;
        while (true)
        {
            int run = _file[position..].IndexOf((byte)0xFF);
            if (run < 0 || position + run + 1 >= _file.Length)
                return _file.Length;
            position += run + 1;
            if (_file[position] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7)))
                return position - 1;
        }
    }

    private readonly JpegRefusal ReadSegment(byte marker, ReadOnlySpan<byte> segment) => marker switch
    {
        0xC0 or 0xC1 => ReadFrame(segment, isProgressive: false),
        0xC2 => ReadFrame(segment, isProgressive: true),
        0xC9 or 0xCA => JpegRefusal.Arithmetic,
        0xC4 => ReadHuffman(segment),
        0xDB => ReadQuantizers(segment),
        0xDD => ReadRestartInterval(segment),
        0xE0 => ReadJfif(segment),
        0xEE => ReadAdobe(segment),
        (>= 0xE1 and <= 0xEF) or 0xFE => JpegRefusal.None,
        _ => JpegRefusal.Markers,
    };

    private readonly JpegRefusal ReadFrame(ReadOnlySpan<byte> segment, bool isProgressive)
    {
        if (_frame.ComponentCount != 0 || segment.Length < 6 || segment.Length != 6 + 3 * segment[5])
            return JpegRefusal.Markers;
        int height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        if (segment[0] != 8 || segment[5] is not (1 or 3) || width is 0 or > LongestSide || height is 0 or > LongestSide)
            return JpegRefusal.Coding;
        _frame.Shape = new ImageShape(width, height);
        _frame.ComponentCount = segment[5];
        _frame.IsProgressive = isProgressive;
        for (int i = 0; i < _frame.ComponentCount; i++)
        {
            ReadOnlySpan<byte> fields = segment.Slice(6 + 3 * i, 3);
            if (fields[2] >= JpegFrame.TablesPerClass)
                return JpegRefusal.Tables;
            _frame.Components[i] = new JpegComponent { Id = fields[0], Horizontal = fields[1] >> 4, Vertical = fields[1] & 15, Quantizer = fields[2] };
        }

        return JpegRefusal.None;
    }

    private readonly JpegRefusal ReadHuffman(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 16)
        {
            int index = segment[0] & 15, kind = segment[0] >> 4;
            int symbols = 0;
            foreach (byte count in segment.Slice(1, 16))
                symbols += count;
            if (index >= JpegFrame.TablesPerClass || kind > 1 || symbols > 256 || symbols > segment.Length - 17)
                return JpegRefusal.Tables;
            int table = kind * JpegFrame.TablesPerClass + index;
            Span<byte> target = _frame.Huffman(table);
            segment.Slice(1, 16 + symbols).CopyTo(target);
            target[(16 + symbols)..].Clear();
            _frame.HuffmanDefined |= 1 << table;
            segment = segment[(17 + symbols)..];
        }

        return segment.IsEmpty ? JpegRefusal.None : JpegRefusal.Tables;
    }

    private readonly JpegRefusal ReadQuantizers(ReadOnlySpan<byte> segment)
    {
        while (!segment.IsEmpty)
        {
            int index = segment[0] & 15, bytes = segment[0] >> 4 == 0 ? 1 : 2;
            if (index >= JpegFrame.TablesPerClass || segment.Length < 1 + JpegFrame.BlockSize * bytes)
                return JpegRefusal.Tables;
            Span<ushort> target = _frame.Quantizer(index);
            for (int i = 0; i < JpegFrame.BlockSize; i++)
                target[ZigZag.Natural[i]] = bytes == 1 ? segment[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + 2 * i)..]);
            _frame.QuantizersDefined |= 1 << index;
            segment = segment[(1 + JpegFrame.BlockSize * bytes)..];
        }

        return JpegRefusal.None;
    }

    private readonly JpegRefusal ReadRestartInterval(ReadOnlySpan<byte> segment)
    {
        if (segment.Length != 2)
            return JpegRefusal.Markers;
        _frame.RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
        return JpegRefusal.None;
    }

    private readonly JpegRefusal ReadJfif(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 14 || !segment.StartsWith("JFIF\0"u8))
            return JpegRefusal.None;
        _frame.HasJfif = true;
        return segment[5] == 1 ? JpegRefusal.None : JpegRefusal.Markers;
    }

    private readonly JpegRefusal ReadAdobe(ReadOnlySpan<byte> segment)
    {
        if (segment.Length >= 12 && segment.StartsWith("Adobe"u8))
            _frame.AdobeTransform = segment[11];
        return JpegRefusal.None;
    }

    private readonly JpegRefusal ReadScan(ReadOnlySpan<byte> segment)
    {
        int count = _frame.ComponentCount;
        if (count == 0 || segment.Length < 1 || segment.Length != 4 + 2 * segment[0])
            return JpegRefusal.Markers;
        bool isFirst = _frame.Scan.Offset == 0;
        if (isFirst)
            _frame.HasSeveralScans = _frame.IsProgressive || segment[0] != count;
        JpegRefusal refusal = ReadScanHeader(segment);
        if (refusal != JpegRefusal.None || !isFirst)
            return refusal;
        refusal = ChooseColors();
        if (refusal == JpegRefusal.None)
            refusal = LayOut();
        return refusal == JpegRefusal.None && _frame.HasSeveralScans && CoefficientRows.PictureBytes(_frame) > MostCoefficientBytes
            ? JpegRefusal.Coding : refusal;
    }

    private readonly JpegRefusal ReadScanHeader(ReadOnlySpan<byte> segment)
    {
        var scan = new ScanHeader { First = segment[^3], Last = segment[^2], Before = segment[^1] >> 4, Low = segment[^1] & 15, Offset = _position };
        int i = 0;
        for (ReadOnlySpan<byte> fields = segment[1..^3]; !fields.IsEmpty; fields = fields[2..], i++)
        {
            // Components may be left out, but come in the order of the frame.
            while (i < _frame.ComponentCount && _frame.Components[i].Id != fields[0])
                i++;
            if (i == _frame.ComponentCount || IsRepeated(i))
                return JpegRefusal.Markers;
            ref JpegComponent component = ref _frame.Components[i];
            component.DcTable = fields[1] >> 4;
            component.AcTable = fields[1] & 15;
            scan.Components |= 1 << i;
            if (!HasTables(component, scan))
                return JpegRefusal.Tables;
            if (_frame.HasSeveralScans)
                _frame.KeepQuantizer(i);
        }

        _frame.Scan = scan;
        return scan.Components != 0 && _frame.Progress.Take(scan, _frame.IsProgressive) ? JpegRefusal.None
            : _frame.HasSeveralScans ? JpegRefusal.ScanOrder : JpegRefusal.Markers;
    }

    private readonly bool IsRepeated(int component)
    {
        for (int i = 0; i < _frame.ComponentCount; i++)
        {
            if (i != component && _frame.Components[i].Id == _frame.Components[component].Id)
                return true;
        }

        return false;
    }

    /// <summary>True when the tables that a scan reads are there: in progressive frames those of DC or of AC, and of DC only at first.</summary>
    private readonly bool HasTables(in JpegComponent component, in ScanHeader scan)
    {
        bool readsDc = scan.First == 0 && scan.Before == 0, readsAc = scan.Last > 0;
        return (component.Quantizer >= JpegFrame.TablesPerClass || (_frame.QuantizersDefined >> component.Quantizer & 1) != 0)
            && (!readsDc || IsDefined(component.DcTable, 0))
            && (!readsAc || IsDefined(component.AcTable, JpegFrame.TablesPerClass));
    }

    private readonly bool IsDefined(int table, int firstOfClass) =>
        table < JpegFrame.TablesPerClass && (_frame.HuffmanDefined >> (firstOfClass + table) & 1) != 0;

    /// <summary>libjpeg's order: JFIF decides, else the Adobe marker, else the components' numbers.</summary>
    private readonly JpegRefusal ChooseColors()
    {
        Span<JpegComponent> components = _frame.Components;
        if (components.Length == 1 || _frame.HasJfif)
            return JpegRefusal.None;
        if (_frame.AdobeTransform > 1)
            return JpegRefusal.Markers;
        _frame.IsRgb = _frame.AdobeTransform == 0
            || (_frame.AdobeTransform < 0 && components[0].Id == 'R' && components[1].Id == 'G' && components[2].Id == 'B');
        return JpegRefusal.None;
    }

    private readonly JpegRefusal LayOut()
    {
        Span<JpegComponent> components = _frame.Components;
        int blocks = 0;
        _frame.MostHorizontal = _frame.MostVertical = 1;
        foreach (ref JpegComponent component in components)
        {
            if (component.Horizontal is 0 or > 4 || component.Vertical is 0 or > 4)
                return JpegRefusal.Sampling;

            // A scan of one component has one block per coding unit, whatever its factors.
            if (components.Length == 1)
                component.Horizontal = component.Vertical = 1;
            blocks += component.Horizontal * component.Vertical;
            _frame.MostHorizontal = Math.Max(_frame.MostHorizontal, component.Horizontal);
            _frame.MostVertical = Math.Max(_frame.MostVertical, component.Vertical);
        }

        if (blocks > MostBlocksPerUnit)
            return JpegRefusal.Sampling;
        _frame.UnitsPerRow = Ratio(_frame.Shape.Width, 1, 8 * _frame.MostHorizontal);
        _frame.UnitRows = Ratio(_frame.Shape.Height, 1, 8 * _frame.MostVertical);
        foreach (ref JpegComponent component in components)
        {
            if (_frame.MostHorizontal % component.Horizontal != 0 || _frame.MostVertical % component.Vertical != 0)
                return JpegRefusal.Sampling;
            component.BlocksPerRow = _frame.UnitsPerRow * component.Horizontal;
            component.BlockRows = _frame.UnitRows * component.Vertical;
            component.SampleWidth = Ratio(_frame.Shape.Width, component.Horizontal, _frame.MostHorizontal);
            component.SampleHeight = Ratio(_frame.Shape.Height, component.Vertical, _frame.MostVertical);
        }

        return JpegRefusal.None;
    }

    private static int Ratio(int size, int factor, int divisor) => (size * factor + divisor - 1) / divisor;
}
