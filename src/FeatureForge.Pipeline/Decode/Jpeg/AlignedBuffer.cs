using FeatureForge.Core.Buffers;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>A growing buffer whose first byte lies on a cache line, so that no vector of 64 bytes spans two.</summary>
internal sealed class AlignedBuffer : IDisposable
{
    /// <summary>Bytes of a cache line.</summary>
    public const int LineBytes = GrowableBuffer.LineBytes;

    private readonly GrowableBuffer _buffer = new();

    /// <summary>At least the given number of bytes, undefined content; earlier spans of this buffer must not be used any more.</summary>
    /// <param name="length">Bytes wanted.</param>
    public Span<byte> Ensure(long length) => _buffer.EnsureAligned(length);

    /// <summary>Gives up the memory of a huge picture.</summary>
    public void Trim() => _buffer.Trim();

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}
