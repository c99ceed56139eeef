using System.Buffers.Binary;

namespace FeatureForge.Feed.Batches;

/// <summary>A section of a payload: its count, values that grow at the end, padding. Reused from batch to batch.</summary>
internal sealed class SectionBytes
{
    private const int CountBytes = sizeof(long);
    private const int Alignment = 8;
    private byte[] _bytes = new byte[256];
    private int _end = CountBytes;

    /// <summary>Bytes of the values.</summary>
    public int Length => _end - CountBytes;

    /// <summary>Forgets all values and keeps their memory.</summary>
    public void Clear() => _end = CountBytes;

    /// <summary>Makes room at the end.</summary>
    /// <param name="count">Bytes.</param>
    /// <returns>The new bytes, undefined content; valid until the next call.</returns>
    /// <exception cref="FeedRefusal">The batch becomes too large.</exception>
    public Span<byte> Append(long count)
    {
        long wanted = _end + count + Alignment;
        if (wanted > BatchBuilder.LargestPayload)
            throw FeedErrors.BatchTooLarge(wanted, BatchBuilder.LargestPayload);
        if (wanted > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(BatchBuilder.LargestPayload, wanted + (wanted / 4)));
        int start = _end;
        _end += (int)count;
        return _bytes.AsSpan(start, (int)count);
    }

    /// <summary>Writes count and padding.</summary>
    /// <returns>The section, valid until the values change.</returns>
    public ReadOnlyMemory<byte> Seal()
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes, (ulong)Length);
        int padded = (_end + Alignment - 1) & ~(Alignment - 1);
        _bytes.AsSpan(_end, padded - _end).Clear();
        return _bytes.AsMemory(0, padded);
    }
}
