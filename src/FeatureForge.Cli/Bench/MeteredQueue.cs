using System.Diagnostics;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Cli.Bench;

/// <summary>A queue of a metered device.</summary>
/// <param name="meter">Counts the waiting and keeps the tape.</param>
/// <param name="queue">The device's queue.</param>
internal sealed class MeteredQueue(MeteredDevice meter, IComputeQueue queue) : IComputeQueue
{
    /// <inheritdoc/>
    public IComputeDevice Device => queue.Device;

    /// <inheritdoc/>
    public void Write(IPinnedBuffer source, long sourceOffset, IDeviceBuffer destination, long destinationOffset, long bytes) =>
        queue.Write(source, sourceOffset, destination, destinationOffset, bytes);

    /// <inheritdoc/>
    public void Read(IDeviceBuffer source, long sourceOffset, IPinnedBuffer destination, long destinationOffset, long bytes) =>
        queue.Read(source, sourceOffset, destination, destinationOffset, bytes);

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<byte> source, IDeviceBuffer destination, long destinationOffset = 0)
    {
        long start = Stopwatch.GetTimestamp();
        queue.Upload(source, destination, destinationOffset);
        meter.WaitedSince(start);
    }

    /// <inheritdoc/>
    public void Download(IDeviceBuffer source, long sourceOffset, Span<byte> destination)
    {
        long start = Stopwatch.GetTimestamp();
        queue.Download(source, sourceOffset, destination);
        meter.WaitedSince(start);
    }

    /// <inheritdoc/>
    public void Copy(IDeviceBuffer source, long sourceOffset, IDeviceBuffer destination, long destinationOffset, long bytes) =>
        queue.Copy(source, sourceOffset, destination, destinationOffset, bytes);

    /// <inheritdoc/>
    public void Fill(IDeviceBuffer destination, long offset, long bytes, byte value) => queue.Fill(destination, offset, bytes, value);

    /// <inheritdoc/>
    public void Launch(IComputeKernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
    {
        meter.Note(kernel, shape, arguments);
        queue.Launch(kernel, shape, arguments);
    }

    /// <inheritdoc/>
    public void Record(IComputeEvent place) => queue.Record(((MeteredEvent)place).Place);

    /// <inheritdoc/>
    public void Wait(IComputeEvent place) => queue.Wait(((MeteredEvent)place).Place);

    /// <inheritdoc/>
    public void Flush() => queue.Flush();

    /// <inheritdoc/>
    public void Finish()
    {
        long start = Stopwatch.GetTimestamp();
        queue.Finish();
        meter.WaitedSince(start);
    }

    /// <inheritdoc/>
    public void Dispose() => queue.Dispose();
}
