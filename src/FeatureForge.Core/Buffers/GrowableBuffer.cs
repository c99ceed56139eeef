using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FeatureForge.Core.Buffers;

/// <summary>A buffer of one worker that grows to the largest size asked for and is reused from sample to sample.</summary>
public sealed class GrowableBuffer : IDisposable
{
    /// <summary>Buffers beyond this many bytes are given up by <see cref="Trim"/>: one huge photo must not hold memory for the rest of a run.</summary>
    public const int KeptBytes = 64 << 20;

    /// <summary>Bytes of a cache line.</summary>
    public const int LineBytes = 64;

    private byte[]? _bytes;

    /// <summary>At least the given number of bytes, undefined content; earlier spans of this buffer must not be used any more.</summary>
    /// <param name="length">Bytes wanted.</param>
    public Span<byte> Ensure(long length)
    {
        if (_bytes is null || _bytes.Length < length)
        {
            Dispose();
            _bytes = BufferPool.Rent(length);
        }

        return _bytes.AsSpan(0, (int)length);
    }

    /// <summary>What <see cref="Ensure"/> gives, as memory that can be kept until the next call.</summary>
    /// <param name="length">Bytes wanted.</param>
    public Memory<byte> EnsureMemory(long length)
    {
        _ = Ensure(length);
        return _bytes.AsMemory(0, (int)length);
    }

    /// <summary>The same, starting on a cache line, so that no vector of 64 bytes at a multiple of 64 spans two.</summary>
    /// <param name="length">Bytes wanted.</param>
    public Span<byte> EnsureAligned(long length)
    {
        // The buffers are pinned, so an address stays what it is.
        Span<byte> bytes = Ensure(length + LineBytes);
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(bytes));
        return bytes.Slice((int)(-address & (LineBytes - 1)), (int)length);
    }

    /// <summary>Gives up the memory if it is larger than <see cref="KeptBytes"/>.</summary>
    public void Trim()
    {
        if (_bytes is { Length: > KeptBytes })
            Dispose();
    }

    /// <summary>Returns the memory to the pool; the buffer can be used again.</summary>
    public void Dispose()
    {
        if (_bytes is null)
            return;
        BufferPool.Return(_bytes);
        _bytes = null;
    }
}
