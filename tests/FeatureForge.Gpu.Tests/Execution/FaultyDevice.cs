using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Execution;

/// <summary>A device that fails at the n-th call of a kind; one that is lost fails at every call from then on.</summary>
internal sealed class FaultyDevice(IComputeDevice device, DriverFailure failure, FaultPlace place, int at) : IComputeDevice
{
    private int _calls;
    private volatile bool _lost;

    public DeviceDescription Description => device.Description;

    /// <summary>Calls of the kind so far.</summary>
    public int Calls => _calls;

    public IDeviceBuffer Allocate(long bytes)
    {
        Count(FaultPlace.Allocation);
        return device.Allocate(bytes);
    }

    public IPinnedBuffer AllocatePinned(long bytes)
    {
        Count(FaultPlace.Allocation);
        return device.AllocatePinned(bytes);
    }

    public IComputeProgram Build(KernelSource source) => device.Build(source);

    public IComputeQueue CreateQueue(bool timed = false) => new FaultyQueue(this, device.CreateQueue(timed));

    public IComputeEvent CreateEvent(bool timed = false) => new FaultyEvent(this, device.CreateEvent(timed));

    /// <summary>The device stays open: others use it too.</summary>
    public void Dispose()
    {
    }

    private void Count(FaultPlace call)
    {
        bool due = call == place && Interlocked.Increment(ref _calls) == at;
        if (due && failure == DriverFailure.DeviceLost)
            _lost = true;
        if (due || _lost)
            throw DriverErrors.CallFailed($"{call} {at}", "a fault of the test", failure, Description.Name);
    }

    private sealed class FaultyEvent(FaultyDevice owner, IComputeEvent inner) : IComputeEvent
    {
        public IComputeEvent Inner => inner;

        public IComputeDevice Device => inner.Device;

        public bool IsComplete => inner.IsComplete;

        public void Synchronize()
        {
            inner.Synchronize();
            owner.Count(FaultPlace.Wait);
        }

        public TimeSpan ElapsedSince(IComputeEvent start) => inner.ElapsedSince(start);

        public void Dispose() => inner.Dispose();
    }

    private sealed class FaultyQueue(FaultyDevice owner, IComputeQueue inner) : IComputeQueue
    {
        public IComputeDevice Device => inner.Device;

        public void Write(IPinnedBuffer source, long sourceOffset, IDeviceBuffer destination, long destinationOffset, long bytes) =>
            inner.Write(source, sourceOffset, destination, destinationOffset, bytes);

        public void Read(IDeviceBuffer source, long sourceOffset, IPinnedBuffer destination, long destinationOffset, long bytes) =>
            inner.Read(source, sourceOffset, destination, destinationOffset, bytes);

        public void Copy(IDeviceBuffer source, long sourceOffset, IDeviceBuffer destination, long destinationOffset, long bytes) =>
            inner.Copy(source, sourceOffset, destination, destinationOffset, bytes);

        public void Upload(ReadOnlySpan<byte> source, IDeviceBuffer destination, long destinationOffset = 0) => inner.Upload(source, destination, destinationOffset);

        public void Download(IDeviceBuffer source, long sourceOffset, Span<byte> destination) => inner.Download(source, sourceOffset, destination);

        public void Fill(IDeviceBuffer destination, long offset, long bytes, byte value) => inner.Fill(destination, offset, bytes, value);

        public void Launch(IComputeKernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
        {
            owner.Count(FaultPlace.Launch);
            inner.Launch(kernel, shape, arguments);
        }

        public void Record(IComputeEvent place) => inner.Record(((FaultyEvent)place).Inner);

        public void Wait(IComputeEvent place) => inner.Wait(((FaultyEvent)place).Inner);

        public void Flush() => inner.Flush();

        public void Finish()
        {
            inner.Finish();
            owner.Count(FaultPlace.Finish);
        }

        public void Dispose() => inner.Dispose();
    }
}
