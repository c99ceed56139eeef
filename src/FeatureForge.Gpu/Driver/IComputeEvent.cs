namespace FeatureForge.Gpu.Driver;

/// <summary>A place in the work of a queue: other queues and the host can wait until the queue has come there. May be recorded again and again.</summary>
public interface IComputeEvent : IDisposable
{
    /// <summary>Device that it belongs to.</summary>
    IComputeDevice Device { get; }

    /// <summary>Blocks until all work before the place is done; returns at once before it is recorded for the first time.</summary>
    /// <exception cref="DriverException">That work failed.</exception>
    void Synchronize();

    /// <summary>Time on the device from another event to this one; blocks until both are complete.</summary>
    /// <param name="start">Timed event, recorded before this one on a timed queue.</param>
    /// <exception cref="DriverException">One of them is not timed or was not recorded.</exception>
    TimeSpan ElapsedSince(IComputeEvent start);
}
