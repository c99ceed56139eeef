namespace FeatureForge.Gpu.Driver.OpenCl;

/// <summary>An in-order command queue.</summary>
internal sealed unsafe class OpenClQueue(OpenClDevice device, OpenClHandle queue) : ComputeQueue(device)
{
    public override void Flush() => device.Check(OpenClLibrary.Flush(queue), "clFlush");

    public override void Finish() => device.Check(OpenClLibrary.Finish(queue), "clFinish", waiting: true);

    public override void Dispose() => queue.Dispose();

    protected override void CopyToDevice(byte* source, DeviceMemory destination, long offset, long bytes, bool wait) =>
        device.Check(
            OpenClLibrary.EnqueueWrite(queue, HandleOf(destination), wait ? OpenClLibrary.True : OpenClLibrary.False, (nuint)offset, (nuint)bytes, source, 0, null, null),
            "clEnqueueWriteBuffer", wait);

    protected override void CopyToHost(DeviceMemory source, long offset, byte* destination, long bytes, bool wait) =>
        device.Check(
            OpenClLibrary.EnqueueRead(queue, HandleOf(source), wait ? OpenClLibrary.True : OpenClLibrary.False, (nuint)offset, (nuint)bytes, destination, 0, null, null),
            "clEnqueueReadBuffer", wait);

    protected override void CopyOnDevice(DeviceMemory source, long sourceOffset, DeviceMemory destination, long destinationOffset, long bytes) =>
        device.Check(
            OpenClLibrary.EnqueueCopy(queue, HandleOf(source), HandleOf(destination), (nuint)sourceOffset, (nuint)destinationOffset, (nuint)bytes, 0, null, null),
            "clEnqueueCopyBuffer");

    protected override void Set(DeviceMemory destination, long offset, long bytes, byte value) =>
        device.Check(OpenClLibrary.EnqueueFill(queue, HandleOf(destination), &value, 1, (nuint)offset, (nuint)bytes, 0, null, null), "clEnqueueFillBuffer");

    protected override void Run(IComputeKernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments) =>
        ((OpenClKernel)kernel).Enqueue(queue, shape, arguments);

    protected override void Mark(IComputeEvent place) => ((OpenClEvent)place).Record(queue);

    protected override void WaitFor(IComputeEvent place) => ((OpenClEvent)place).Delay(queue);

    private static OpenClHandle HandleOf(DeviceMemory memory) => (OpenClHandle)memory.Handle;
}
