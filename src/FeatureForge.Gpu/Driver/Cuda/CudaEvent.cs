namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>An event of the CUDA driver.</summary>
internal sealed unsafe class CudaEvent(CudaDevice device, CudaHandle place) : IComputeEvent
{
    public IComputeDevice Device => device;

    /// <summary>The driver's event.</summary>
    public CudaHandle Handle => place;

    public void Synchronize()
    {
        device.Enter();
        device.Check(CudaLibrary.SynchronizeEvent(place), "cuEventSynchronize");
    }

    public TimeSpan ElapsedSince(IComputeEvent start)
    {
        start.Synchronize();
        Synchronize();
        float milliseconds = 0;
        int status = CudaLibrary.GetElapsedTime(&milliseconds, ((CudaEvent)start).Handle, place);
        if (CudaStatus.FailureOf(status) == DriverFailure.WrongCall)
            throw DriverErrors.NotTimed(device.Description.Name);
        device.Check(status, "cuEventElapsedTime");
        return TimeSpan.FromMilliseconds(milliseconds);
    }

    public void Dispose() => place.Dispose();
}
