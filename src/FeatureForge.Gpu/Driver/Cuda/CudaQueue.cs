namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>A CUDA stream.</summary>
internal sealed unsafe class CudaQueue(CudaDevice device, CudaHandle stream) : ComputeQueue(device)
{
    // A stream holds nothing back.
    public override void Flush() => ObjectDisposedException.ThrowIf(stream.IsClosed, this);

    public override void Finish()
    {
        device.Enter();
        device.Check(CudaLibrary.SynchronizeStream(stream), "cuStreamSynchronize");
    }

    public override void Dispose() => stream.Dispose();

    protected override void CopyToDevice(byte* source, DeviceMemory destination, long offset, long bytes, bool wait)
    {
        device.Enter();
        device.Check(CudaLibrary.CopyToDevice(destination.Address + (ulong)offset, source, (nuint)bytes, stream), "cuMemcpyHtoDAsync");
        if (wait)
            device.Check(CudaLibrary.SynchronizeStream(stream), "cuStreamSynchronize");
    }

    protected override void CopyToHost(DeviceMemory source, long offset, byte* destination, long bytes, bool wait)
    {
        device.Enter();
        device.Check(CudaLibrary.CopyToHost(destination, source.Address + (ulong)offset, (nuint)bytes, stream), "cuMemcpyDtoHAsync");
        if (wait)
            device.Check(CudaLibrary.SynchronizeStream(stream), "cuStreamSynchronize");
    }

    protected override void CopyOnDevice(DeviceMemory source, long sourceOffset, DeviceMemory destination, long destinationOffset, long bytes)
    {
        device.Enter();
        device.Check(CudaLibrary.CopyOnDevice(destination.Address + (ulong)destinationOffset, source.Address + (ulong)sourceOffset, (nuint)bytes, stream), "cuMemcpyDtoDAsync");
    }

    protected override void Set(DeviceMemory destination, long offset, long bytes, byte value)
    {
        device.Enter();
        device.Check(CudaLibrary.Fill(destination.Address + (ulong)offset, value, (nuint)bytes, stream), "cuMemsetD8Async");
    }

    protected override void Run(IComputeKernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
    {
        device.Enter();
        ((CudaKernel)kernel).Enqueue(stream, shape, arguments);
    }

    protected override void Mark(IComputeEvent place)
    {
        device.Enter();
        device.Check(CudaLibrary.RecordEvent(((CudaEvent)place).Handle, stream), "cuEventRecord");
    }

    protected override void WaitFor(IComputeEvent place)
    {
        device.Enter();
        device.Check(CudaLibrary.WaitForEvent(stream, ((CudaEvent)place).Handle, 0), "cuStreamWaitEvent");
    }
}
