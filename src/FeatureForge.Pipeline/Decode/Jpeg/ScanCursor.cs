using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Where the decoding of a progressive scan stands, between one stretch of blocks and the next.</summary>
/// <param name="level">Width of the vectors.</param>
internal sealed class ScanCursor(SimdLevel level) : IDisposable
{
    private readonly UnstuffedScan _scan = new(level);
    private nint _position;
    private ulong _bits;
    private ulong _valid;
    private int _segment;

    /// <summary>First byte of the coded data.</summary>
    public ref byte Data => ref MemoryMarshal.GetReference(_scan.Bytes);

    /// <summary>A position that no block of a file in order begins behind; <see cref="UnstuffedScan.Slack"/> covers a block that begins here.</summary>
    public nint Limit => _scan.End(_segment) + 8;

    /// <summary>Blocks still to come that hold no new coefficients of their band.</summary>
    public int Run { get; set; }

    /// <summary>DC values that the next differences are added to.</summary>
    public int[] Predictions { get; } = new int[JpegFrame.MostComponents];

    /// <summary>True when less than a byte of padding is left in the segment and no block is missing.</summary>
    public bool EndsSegment => Run == 0 && BitsLeft is >= 0 and < 8;

    /// <summary>True when that segment is the last.</summary>
    public bool EndsScan => EndsSegment && _segment == _scan.SegmentCount - 1;

    /// <summary>False when more was read than the segment holds.</summary>
    public bool IsWithinSegment => BitsLeft >= 0;

    /// <summary>Takes over a scan.</summary>
    /// <param name="coded">The file from the scan's first coded byte on.</param>
    /// <param name="segments">Segments that picture and restart interval ask for.</param>
    /// <param name="length">Offset of the marker behind the coded data.</param>
    public JpegRefusal Begin(ReadOnlySpan<byte> coded, int segments, out int length)
    {
        JpegRefusal refusal = _scan.Read(coded, segments, out length);
        if (refusal == JpegRefusal.None)
            StartSegment(0);
        return refusal;
    }

    /// <summary>Goes on with the next segment.</summary>
    /// <returns>False when there is none, or the one before was not read to its end.</returns>
    public bool StartNextSegment() => EndsSegment && _segment + 1 < _scan.SegmentCount && StartSegment(_segment + 1);

    /// <summary>The bits to come.</summary>
    public BitWindow Open() => new(ref Unsafe.Add(ref Data, _position), _bits, _valid);

    /// <summary>Keeps what was not read.</summary>
    /// <param name="window">Bits to come.</param>
    public void Keep(in BitWindow window) => (_position, _bits, _valid) = (window.Position(ref Data), window.Bits, window.Valid);

    /// <summary>Gives up the memory of a huge file.</summary>
    public void Trim() => _scan.Trim();

    /// <inheritdoc/>
    public void Dispose() => _scan.Dispose();

    private long BitsLeft => 8L * _scan.End(_segment) - (8L * _position - (long)(_valid & 63));

    private bool StartSegment(int segment)
    {
        _segment = segment;
        _position = segment == 0 ? 0 : _scan.End(segment - 1);
        _bits = _valid = 0;
        Run = 0;
        Array.Clear(Predictions);
        return true;
    }
}
