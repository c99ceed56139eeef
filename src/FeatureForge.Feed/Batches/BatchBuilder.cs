using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;

namespace FeatureForge.Feed.Batches;

/// <summary>Puts the records of a step together into one frame. One per stream; its memory is reused from step to step.</summary>
/// <param name="columns">Fields in their order.</param>
/// <param name="checksums">Whether frames carry checksums.</param>
internal sealed class BatchBuilder(BatchColumn[] columns, bool checksums)
{
    /// <summary>Most bytes of a payload: 1 GiB, what readers take unless told otherwise.</summary>
    public const int LargestPayload = 1 << 30;

    private readonly ExampleScan _scan = new();
    private readonly byte[] _head = new byte[FrameFormat.HeadBytes];
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];

    /// <summary>Bytes of the frame finished last.</summary>
    public long FrameBytes { get; private set; }

    /// <summary>Begins the batch of the next step.</summary>
    public void Begin()
    {
        foreach (BatchColumn column in columns)
            column.Begin();
    }

    /// <summary>Takes the next sample.</summary>
    /// <param name="framed">Its record with the frame.</param>
    /// <exception cref="FeedRefusal">The record does not fit the batch.</exception>
    public void Add(ReadOnlyMemory<byte> framed)
    {
        _scan.Read(framed[RecordFraming.HeaderBytes..^RecordFraming.FooterBytes]);
        if (!_scan.TryGetBytes("sample/key"u8, out ReadOnlyMemory<byte> key))
            key = default;
        foreach (BatchColumn column in columns)
            column.Add(_scan, key);
    }

    /// <summary>The frame of the samples taken, in pieces: its head, then the sections.</summary>
    /// <param name="step">Step.</param>
    /// <returns>The pieces, valid until the next batch begins.</returns>
    /// <exception cref="FeedRefusal">The payload is too large.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> Finish(long step)
    {
        _pieces.Clear();
        _pieces.Add(_head);
        foreach (BatchColumn column in columns)
            column.Seal(_pieces);
        long bytes = 0;
        uint checksum = 0;
        for (int i = 1; i < _pieces.Count; i++)
        {
            bytes += _pieces[i].Length;
            checksum = checksums ? Crc32C.Append(checksum, _pieces[i].Span) : 0;
        }

        if (bytes > LargestPayload)
            throw FeedErrors.BatchTooLarge(bytes, LargestPayload);
        FrameBytes = _head.Length + bytes;
        FrameFormat.Write(_head, FrameFormat.Batch, step, bytes, checksums ? Crc32C.Mask(checksum) : 0);
        return _pieces;
    }
}
