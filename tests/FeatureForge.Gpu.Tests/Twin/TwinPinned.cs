using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Twin;

/// <summary>Host memory of the host twin.</summary>
internal sealed class TwinPinned(IComputeDevice device, long bytes) : IPinnedBuffer
{
    private readonly byte[] _bytes = new byte[bytes];

    public IComputeDevice Device { get; } = device;

    public long ByteCount => _bytes.Length;

    public Span<byte> Bytes => _bytes;

    public void Dispose()
    {
        // Memory of the collector.
    }
}
