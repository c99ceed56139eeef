using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FeatureForge.Core.Buffers;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>A growing buffer whose first byte lies on a cache line, so that no vector of 64 bytes spans two.</summary>
internal sealed class AlignedBuffer : IDisposable
{
    /// <summary>Bytes of a cache line.</summary>
    public const int LineBytes = 64;

    private readonly GrowableBuffer _buffer = new();

    /// <summary>At least the given number of bytes, undefined content; earlier spans of this buffer must not be used any more.</summary>
    /// <param name="length">Bytes wanted.</param>
    public Span<byte> Ensure(long length)
    {
        // The buffers are pinned, so an address stays what it is.
        Span<byte> bytes = _buffer.Ensure(length + LineBytes);
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(bytes));
        return bytes.Slice((int)(-address & (LineBytes - 1)), (int)length);
    }

    /// <summary>Gives up the memory of a huge picture.</summary>
    public void Trim() => _buffer.Trim();

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}
