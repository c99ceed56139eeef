using System.Buffers.Binary;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Decode;

/// <summary>
/// Walks the markers of a JPEG file up to its first scan, as libjpeg does: bytes between markers are skipped, segments that are
/// too short count as empty. It reads nothing outside the file, whatever lengths the file claims.
/// </summary>
internal ref struct JpegHeaderReader
{
    private const byte MarkerStartOfImage = 0xD8;
    private const byte MarkerEndOfImage = 0xD9;
    private const byte MarkerStartOfScan = 0xDA;
    private const byte MarkerJfif = 0xE0;
    private const byte MarkerExif = 0xE1;
    private const byte MarkerAdobe = 0xEE;
    private const int FrameFixedBytes = 6;
    private const int JfifBytes = 14;
    private readonly ReadOnlySpan<byte> _file;
    private int _position;
    private int _frameOffset;
    private byte _frameMarker;
    private ImageShape _shape;
    private int _precision;
    private int _components;
    private uint _samplingFactors;
    private uint _componentNames;
    private bool _hasJfif;
    private int _adobeTransform;
    private int _scanComponents;
    private bool _hasExif;
    private Orientation _orientation;

    private JpegHeaderReader(ReadOnlySpan<byte> file)
    {
        _file = file;
        _position = 2;
        _frameOffset = -1;
        _adobeTransform = -1;
        _orientation = Orientation.Upright;
    }

    /// <summary>Reads the header.</summary>
    /// <param name="file">The whole file, which starts with 0xFF 0xD8.</param>
    /// <exception cref="Core.Errors.BadSampleException">There is no frame or no scan.</exception>
    public static JpegHeader Read(ReadOnlySpan<byte> file)
    {
        var reader = new JpegHeaderReader(file);
        int scanOffset = reader.WalkToScan();
        return new JpegHeader
        {
            Shape = reader._shape,
            FrameMarker = reader._frameMarker,
            Precision = reader._precision,
            Components = reader._components,
            SamplingFactors = reader._samplingFactors,
            ComponentNames = reader._componentNames,
            HasJfif = reader._hasJfif,
            AdobeTransform = reader._adobeTransform,
            Orientation = reader._orientation,
            FrameOffset = reader._frameOffset,
            ScanOffset = scanOffset,
            ScanComponents = reader._scanComponents,
        };
    }

    private int WalkToScan()
    {
        while (true)
        {
            int offset = NextMarker(out byte marker);
            if (marker == MarkerEndOfImage)
                throw JpegErrors.NoPicture(offset);
            if (marker is 0x01 or (>= 0xD0 and <= MarkerStartOfImage))
                continue;
            ReadOnlySpan<byte> segment = Segment(offset);
            if (marker == MarkerStartOfScan)
            {
                _scanComponents = segment.IsEmpty ? 0 : segment[0];
                return _frameOffset >= 0 ? offset : throw JpegErrors.ScanBeforeFrame(offset);
            }

            if (IsFrame(marker))
                ReadFrame(offset, marker, segment);
            else if (marker == MarkerJfif)
                _hasJfif |= segment.Length >= JfifBytes && segment.StartsWith("JFIF\0"u8);
            else if (marker == MarkerExif)
                ReadExif(segment);
            else if (marker == MarkerAdobe && segment.Length >= 12 && segment.StartsWith("Adobe"u8))
                _adobeTransform = segment[11];
        }
    }

    /// <summary>Skips to the next marker and gives the offset of its 0xFF.</summary>
    private int NextMarker(out byte marker)
    {
        while (true)
        {
            int start = _file[_position..].IndexOf((byte)0xFF);
            if (start < 0)
                throw JpegErrors.HeaderCutOff(_file.Length);
            start += _position;
            int code = _file[start..].IndexOfAnyExcept((byte)0xFF);
            if (code < 0)
                throw JpegErrors.HeaderCutOff(_file.Length);
            code += start;
            _position = code + 1;
            marker = _file[code];
            if (marker != 0)
                return code - 1;
        }
    }

    private ReadOnlySpan<byte> Segment(int markerOffset)
    {
        if (_file.Length - _position < 2)
            throw JpegErrors.HeaderCutOff(_file.Length);
        int length = Math.Max(0, BinaryPrimitives.ReadUInt16BigEndian(_file[_position..]) - 2);
        _position += 2;
        if (length > _file.Length - _position)
            throw JpegErrors.SegmentCutOff(markerOffset, length, _file.Length - _position);
        ReadOnlySpan<byte> segment = _file.Slice(_position, length);
        _position += length;
        return segment;
    }

    // 0xC4, 0xC8 and 0xCC stand among the frame markers but define tables and extensions.
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private void ReadFrame(int offset, byte marker, ReadOnlySpan<byte> segment)
    {
        if (_frameOffset >= 0)
            throw JpegErrors.SecondFrame(offset, _frameOffset);
        if (segment.Length < FrameFixedBytes || segment.Length < FrameFixedBytes + 3 * segment[5])
            throw JpegErrors.FrameTooShort(offset, segment.Length);
        _frameOffset = offset;
        _frameMarker = marker;
        _precision = segment[0];
        _shape = new ImageShape(BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment[1..]));
        _components = segment[5];
        for (int i = 0; i < Math.Min(4, _components); i++)
        {
            _componentNames |= (uint)segment[FrameFixedBytes + 3 * i] << (8 * i);
            _samplingFactors |= (uint)segment[FrameFixedBytes + 3 * i + 1] << (8 * i);
        }
    }

    private void ReadExif(ReadOnlySpan<byte> segment)
    {
        // The first EXIF segment counts, as in Pillow, even when a later one has another orientation.
        if (_hasExif || !segment.StartsWith("Exif\0"u8))
            return;
        _hasExif = true;
        if (segment.Length > 6 && segment[5] == 0)
            _orientation = ExifOrientation.Read(segment[6..]);
    }
}
