using FeatureForge.Core.Buffers;

namespace FeatureForge.Records.Framing;

/// <summary>
/// One framed record of one slot, written in place and reused from sample to sample: the door from Encode to Shards. Its memory
/// grows to the largest record seen, so that it allocates nothing in steady state.
/// </summary>
public sealed class RecordBuffer : IDisposable
{
    private readonly GrowableBuffer _bytes = new();
    private int _framedLength;

    /// <summary>The sealed frame; empty before the first record.</summary>
    public ReadOnlySpan<byte> Framed => _bytes.Ensure(_framedLength);

    /// <summary>The sealed frame as memory, valid until the next record is begun.</summary>
    public ReadOnlyMemory<byte> FramedMemory => _bytes.EnsureMemory(_framedLength);

    /// <summary>The record without its frame.</summary>
    public ReadOnlySpan<byte> Data => _framedLength == 0 ? [] : Framed[RecordFraming.HeaderBytes..^RecordFraming.FooterBytes];

    /// <summary>Makes room for a record; call <see cref="Seal"/> when it is written.</summary>
    /// <param name="dataLength">Exact length of the record in bytes, 0 to <see cref="RecordFraming.MaximumDataBytes"/>.</param>
    /// <returns>Where the record goes, undefined content.</returns>
    public Span<byte> Begin(int dataLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dataLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dataLength, RecordFraming.MaximumDataBytes);
        _framedLength = dataLength + RecordFraming.OverheadBytes;
        return _bytes.Ensure(_framedLength).Slice(RecordFraming.HeaderBytes, dataLength);
    }

    /// <summary>Writes the frame around the record.</summary>
    public void Seal() => RecordFraming.Seal(_bytes.Ensure(_framedLength));

    /// <summary>Forgets the record and gives up unusually large memory.</summary>
    public void Clear()
    {
        _framedLength = 0;
        _bytes.Trim();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _framedLength = 0;
        _bytes.Dispose();
    }
}
