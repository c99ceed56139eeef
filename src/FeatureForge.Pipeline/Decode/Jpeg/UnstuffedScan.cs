using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// The coded bytes of a scan in memory of our own: without the zeros stuffed after each 0xFF, cut into segments at the restart
/// markers, and with room behind so that reading ahead never leaves the buffer, whatever the file holds.
/// </summary>
/// <param name="level">Width of the vectors.</param>
internal sealed partial class UnstuffedScan(SimdLevel level) : IDisposable
{
    /// <summary>
    /// Bytes behind the last segment. A block is begun at most 8 bytes behind its segment's end and takes at most 64 codes of 31 bits
    /// (248 bytes); one more load reads 8 bytes.
    /// </summary>
    public const int Slack = 512;

    private const byte EndMarker = 0xD9;
    private const byte FirstRestart = 0xD0;
    private readonly GrowableBuffer _bytes = new();
    private int[] _ends = new int[16];
    private int _length;

    /// <summary>Segments, one without restart markers.</summary>
    public int SegmentCount { get; private set; }

    /// <summary>The segments one after the other, then <see cref="Slack"/> bytes.</summary>
    public Span<byte> Bytes => _bytes.Ensure(_length + Slack);

    /// <summary>Offset behind the last byte of a segment.</summary>
    /// <param name="segment">Segment.</param>
    public int End(int segment) => _ends[segment];

    /// <summary>Copies the only scan of a file.</summary>
    /// <param name="coded">The file from the scan's first coded byte on.</param>
    /// <param name="segments">Segments that picture and restart interval ask for.</param>
    public JpegRefusal Read(ReadOnlySpan<byte> coded, int segments)
    {
        JpegRefusal refusal = Read(coded, segments, out int length);
        return refusal != JpegRefusal.None || coded[length + 1] == EndMarker ? refusal : JpegRefusal.ScanEnd;
    }

    /// <summary>Copies a scan.</summary>
    /// <param name="coded">The file from the scan's first coded byte on.</param>
    /// <param name="segments">Segments that picture and restart interval ask for.</param>
    /// <param name="length">Offset of the marker behind the coded data.</param>
    public JpegRefusal Read(ReadOnlySpan<byte> coded, int segments, out int length)
    {
        // Loads and stores go in chunks: the target has room for one more.
        Span<byte> target = _bytes.Ensure((long)coded.Length + Slack);
        SegmentCount = 0;
        _length = 0;
        length = 0;
        int position = 0;
        byte marker;
        while (true)
        {
            marker = CopySegment(coded, ref position, target);
            AddSegment();
            if (SegmentCount == segments)
                break;
            if (marker != FirstRestart + ((SegmentCount - 1) & 7))
                return JpegRefusal.ScanEnd;
        }

        // Some cameras write a restart marker behind the last segment too; libjpeg passes over it.
        while (marker is >= FirstRestart and < FirstRestart + 8)
            marker = MarkerAt(coded, ref position);
        target.Slice(_length, Slack).Clear();
        length = position - 2;
        return marker == 0 ? JpegRefusal.ScanEnd : JpegRefusal.None;
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    /// <summary>Gives up the memory of a huge file.</summary>
    public void Trim() => _bytes.Trim();

    private void AddSegment()
    {
        if (SegmentCount == _ends.Length)
            Array.Resize(ref _ends, SegmentCount * 2);
        _ends[SegmentCount++] = _length;
    }

    /// <summary>Copies up to the next marker and returns it, 0 at the end of the file.</summary>
    private byte CopySegment(ReadOnlySpan<byte> coded, ref int position, Span<byte> target)
    {
        int source = position, length = _length;
        if (level >= SimdLevel.Vector512 && Avx512Vbmi2.IsSupported && source < coded.Length && coded[source] != 0xFF)
        {
            target[length++] = coded[source++];
            length += CopyChunks(coded, ref source, target[length..]);
        }

        while (true)
        {
            int run = level >= SimdLevel.Vector256 ? CopyRun(coded, source, target, length) : CopyRunPlain(coded, source, target, length);
            source += run;
            length += run;
            if (source + 1 >= coded.Length)
                break;
            if (coded[source + 1] != 0)
                break;
            target[length++] = 0xFF;
            source += 2;
        }

        _length = length;
        position = source;
        return MarkerAt(coded, ref position);
    }

    /// <summary>The marker that starts exactly here, 0 if none does; fill bytes (0xFF) may precede its code.</summary>
    private static byte MarkerAt(ReadOnlySpan<byte> coded, ref int position)
    {
        int code = position;
        while (code < coded.Length && coded[code] == 0xFF)
            code++;
        if (code == position || code == coded.Length)
            return 0;
        position = code + 1;
        return coded[code];
    }

    /// <summary>
    /// Copies chunks up to the one that holds the next marker and drops stuffed zeros on the way; the byte before the first chunk is not
    /// 0xFF. Returns the bytes copied; may write up to a chunk more.
    /// </summary>
    private static int CopyChunks(ReadOnlySpan<byte> coded, ref int source, Span<byte> target)
    {
        ref byte from = ref MemoryMarshal.GetReference(coded);
        ref byte to = ref MemoryMarshal.GetReference(target);
        int position = source, length = 0;
        for (; position + Vector512<byte>.Count < coded.Length; position += Vector512<byte>.Count)
        {
            Vector512<byte> before = Vector512.LoadUnsafe(ref from, (nuint)(position - 1));
            Vector512<byte> chunk = Vector512.LoadUnsafe(ref from, (nuint)position);
            Vector512<byte> behind = Vector512.LoadUnsafe(ref from, (nuint)(position + 1));
            Vector512<byte> isMarker = Vector512.Equals(chunk, Vector512<byte>.AllBitsSet) & ~Vector512.Equals(behind, Vector512<byte>.Zero);
            if (isMarker != Vector512<byte>.Zero)
                break;
            Vector512<byte> isStuffed = Vector512.Equals(before, Vector512<byte>.AllBitsSet) & Vector512.Equals(chunk, Vector512<byte>.Zero);
            Avx512Vbmi2.Compress(Vector512<byte>.Zero, ~isStuffed, chunk).StoreUnsafe(ref to, (nuint)length);
            length += Vector512<byte>.Count - BitOperations.PopCount(isStuffed.ExtractMostSignificantBits());
        }

        // The zero stuffed behind the last chunk.
        if (coded[position - 1] == 0xFF)
            position++;
        source = position;
        return length;
    }

    /// <summary>Copies up to the next 0xFF or the end; returns the bytes copied. May write up to a chunk more.</summary>
    private static int CopyRun(ReadOnlySpan<byte> coded, int source, Span<byte> target, int length)
    {
        ref byte from = ref MemoryMarshal.GetReference(coded);
        ref byte to = ref MemoryMarshal.GetReference(target);
        int count = 0;
        for (; source + count + Vector256<byte>.Count <= coded.Length; count += Vector256<byte>.Count)
        {
            Vector256<byte> chunk = Vector256.LoadUnsafe(ref from, (nuint)(source + count));
            chunk.StoreUnsafe(ref to, (nuint)(length + count));
            uint found = Vector256.Equals(chunk, Vector256<byte>.AllBitsSet).ExtractMostSignificantBits();
            if (found != 0)
                return count + BitOperations.TrailingZeroCount(found);
        }

        return count + CopyRunPlain(coded, source + count, target, length + count);
    }

    private static int CopyRunPlain(ReadOnlySpan<byte> coded, int source, Span<byte> target, int length)
    {
        ReadOnlySpan<byte> rest = coded[source..];
        int count = rest.IndexOf((byte)0xFF);
        rest = count < 0 ? rest : rest[..count];
        rest.CopyTo(target[length..]);
        return rest.Length;
    }
}
