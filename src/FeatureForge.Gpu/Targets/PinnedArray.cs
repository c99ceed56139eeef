using System.Runtime.InteropServices;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Targets;

/// <summary>Host memory for copies that grows with the largest batch. What was in it is lost when it grows.</summary>
internal sealed class PinnedArray(IComputeDevice device) : IDisposable
{
    private IPinnedBuffer? _buffer;
    private long _bytes;

    /// <summary>The memory; reserve first.</summary>
    public IPinnedBuffer Buffer => _buffer!;

    /// <summary>Makes room. No copy may be under way.</summary>
    /// <param name="bytes">Bytes needed, 0 or more.</param>
    /// <exception cref="DriverException">Not enough memory.</exception>
    public void Reserve(long bytes)
    {
        long least = Math.Max(bytes, 1);
        if (_bytes >= least)
            return;
        // Half as much again: the rows of the next batch are a few more or fewer, and pinning is slow.
        long roomy = Math.Max(least, Math.Min(least + (least / 2), LaunchRules.MostPinnedBytes));
        _bytes = 0;
        _buffer?.Dispose();
        _buffer = device.AllocatePinned(roomy);
        _bytes = roomy;
    }

    /// <summary>Part of the memory.</summary>
    /// <param name="offset">First byte, a multiple of 4.</param>
    /// <param name="count">Number of elements.</param>
    /// <typeparam name="T">Element.</typeparam>
    public Span<T> Part<T>(long offset, int count)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Buffer.Bytes[(int)offset..])[..count];

    /// <inheritdoc/>
    public void Dispose() => _buffer?.Dispose();
}
