namespace FeatureForge.Gpu.Driver.OpenCl;

/// <summary>
/// A marker in a queue. OpenCL makes a new event object for each marker; this keeps the latest, so that recording again allocates
/// nothing here.
/// </summary>
internal sealed unsafe class OpenClEvent(OpenClDevice device) : IComputeEvent
{
    private readonly OpenClEventHandle _latest = new(device.Context);
    private readonly Lock _lock = new();

    public IComputeDevice Device => device;

    public void Synchronize()
    {
        nint place = Hold();
        if (place == 0)
            return;
        int status = OpenClLibrary.WaitForEvents(1, &place);
        _ = OpenClLibrary.ReleaseEvent(place);
        device.Check(status, "clWaitForEvents", waiting: true);
    }

    public TimeSpan ElapsedSince(IComputeEvent start)
    {
        ulong from = ((OpenClEvent)start).EndNanoseconds();
        ulong to = EndNanoseconds();
        return TimeSpan.FromTicks((long)(to - from) / TimeSpan.NanosecondsPerTick);
    }

    public void Dispose()
    {
        lock (_lock)
            _latest.Dispose();
    }

    /// <summary>Puts a marker into a queue and keeps its event. The queue is flushed: another queue may wait for the marker, and would for ever if it stayed with the driver.</summary>
    public void Record(OpenClHandle queue)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_latest.IsClosed, this);
            nint place = 0;
            device.Check(OpenClLibrary.EnqueueMarker(queue, 0, null, &place), "clEnqueueMarkerWithWaitList");
            _latest.Replace(place);
        }

        device.Check(OpenClLibrary.Flush(queue), "clFlush");
    }

    /// <summary>Lets what follows in a queue wait for the marker.</summary>
    public void Delay(OpenClHandle queue)
    {
        nint place = Hold();
        if (place == 0)
            return;
        int status = OpenClLibrary.EnqueueBarrier(queue, 1, &place, null);
        _ = OpenClLibrary.ReleaseEvent(place);
        device.Check(status, "clEnqueueBarrierWithWaitList");
    }

    // The driver's event, kept from going while it is used outside the lock; 0 before the first record.
    private nint Hold()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_latest.IsClosed, this);
            nint place = _latest.Current;
            if (place != 0)
                _ = OpenClLibrary.RetainEvent(place);
            return place;
        }
    }

    private ulong EndNanoseconds()
    {
        Synchronize();
        nint place = Hold();
        ulong time = 0;
        int status = place == 0 ? -7 : OpenClLibrary.GetEventProfilingInfo(place, OpenClLibrary.ProfilingCommandEnd, sizeof(ulong), &time, null);
        if (place != 0)
            _ = OpenClLibrary.ReleaseEvent(place);
        return status == OpenClLibrary.Success ? time : throw DriverErrors.NotTimed(device.Description.Name);
    }
}
