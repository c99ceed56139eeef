using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests;

/// <summary>A queue that passes everything on to another, which it disposes, for tests that change a part of it.</summary>
internal abstract class ForwardingQueue(IComputeQueue queue) : IComputeQueue
{
    public IComputeDevice Device => queue.Device;

    public void Write(IPinnedBuffer source, long sourceOffset, IDeviceBuffer destination, long destinationOffset, long bytes) =>
        queue.Write(source, sourceOffset, destination, destinationOffset, bytes);

    public void Read(IDeviceBuffer source, long sourceOffset, IPinnedBuffer destination, long destinationOffset, long bytes) =>
        queue.Read(source, sourceOffset, destination, destinationOffset, bytes);

    public void Copy(IDeviceBuffer source, long sourceOffset, IDeviceBuffer destination, long destinationOffset, long bytes) =>
        queue.Copy(source, sourceOffset, destination, destinationOffset, bytes);

    public void Upload(ReadOnlySpan<byte> source, IDeviceBuffer destination, long destinationOffset = 0) => queue.Upload(source, destination, destinationOffset);

    public void Download(IDeviceBuffer source, long sourceOffset, Span<byte> destination) => queue.Download(source, sourceOffset, destination);

    public void Fill(IDeviceBuffer destination, long offset, long bytes, byte value) => queue.Fill(destination, offset, bytes, value);

    public virtual void Launch(IComputeKernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments) => queue.Launch(kernel, shape, arguments);

    public virtual void Record(IComputeEvent place) => queue.Record(place);

    public virtual void Wait(IComputeEvent place) => queue.Wait(place);

    public void Flush() => queue.Flush();

    public virtual void Finish() => queue.Finish();

    public void Dispose() => queue.Dispose();
}
