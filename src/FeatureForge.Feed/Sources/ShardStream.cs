using FeatureForge.Core.Buffers;

namespace FeatureForge.Feed.Sources;

/// <summary>Records of shards as they are, read when they are asked for. The system reads files ahead better than this could.</summary>
internal sealed class ShardStream : IRecordStream
{
    private readonly SplitRecords _records;
    private readonly IEnumerator<int> _numbers;
    private readonly GrowableBuffer[] _frames;
    private int _next;

    /// <summary>Begins a stream.</summary>
    /// <param name="records">Records of the split.</param>
    /// <param name="numbers">Records wanted, in order.</param>
    /// <param name="kept">How many further calls leave a record as it is.</param>
    public ShardStream(SplitRecords records, IEnumerable<int> numbers, int kept)
    {
        _frames = [.. Enumerable.Range(0, kept + 1).Select(_ => new GrowableBuffer())];
        _records = records;
        _numbers = numbers.GetEnumerator();
    }

    /// <inheritdoc/>
    public int Kept => _frames.Length - 1;

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!_numbers.MoveNext())
            throw new InvalidOperationException("A stream was asked for more records than it was opened for.");
        Memory<byte> frame = _frames[_next++ % _frames.Length].EnsureMemory(_records.FramedBytes(_numbers.Current));
        _next %= _frames.Length;
        _records.Read(_numbers.Current, frame.Span);
        return ValueTask.FromResult<ReadOnlyMemory<byte>>(frame);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _numbers.Dispose();
        foreach (GrowableBuffer frame in _frames)
            frame.Dispose();
    }
}
