using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Execution;

/// <summary>A device that fails at the n-th call of a kind; one that is lost fails at every call from then on.</summary>
internal sealed class FaultyDevice(IComputeDevice device, DriverFailure failure, FaultPlace place, int at) : ForwardingDevice(device)
{
    private int _calls;
    private volatile bool _lost;

    /// <summary>Calls of the kind so far.</summary>
    public int Calls => _calls;

    public override IDeviceBuffer Allocate(long bytes)
    {
        Count(FaultPlace.Allocation);
        return Inner.Allocate(bytes);
    }

    public override IPinnedBuffer AllocatePinned(long bytes)
    {
        Count(FaultPlace.Allocation);
        return Inner.AllocatePinned(bytes);
    }

    public override IComputeQueue CreateQueue(bool timed = false) => new FaultyQueue(this, Inner.CreateQueue(timed));

    public override IComputeEvent CreateEvent(bool timed = false) => new FaultyEvent(this, Inner.CreateEvent(timed));

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

        public void Synchronize()
        {
            inner.Synchronize();
            owner.Count(FaultPlace.Wait);
        }

        public TimeSpan ElapsedSince(IComputeEvent start) => inner.ElapsedSince(start);

        public void Dispose() => inner.Dispose();
    }

    private sealed class FaultyQueue(FaultyDevice owner, IComputeQueue inner) : ForwardingQueue(inner)
    {
        public override void Launch(IComputeKernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
        {
            owner.Count(FaultPlace.Launch);
            base.Launch(kernel, shape, arguments);
        }

        public override void Record(IComputeEvent place) => base.Record(((FaultyEvent)place).Inner);

        public override void Wait(IComputeEvent place) => base.Wait(((FaultyEvent)place).Inner);

        public override void Finish()
        {
            base.Finish();
            owner.Count(FaultPlace.Finish);
        }
    }
}
