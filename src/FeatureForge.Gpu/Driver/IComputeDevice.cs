namespace FeatureForge.Gpu.Driver;

/// <summary>
/// An opened device. Safe to use from several threads. What was made from it lives on when the device is disposed and may be disposed
/// in any order; a use of what was disposed throws <see cref="ObjectDisposedException"/>.
/// </summary>
public interface IComputeDevice : IDisposable
{
    /// <summary>What the device is.</summary>
    DeviceDescription Description { get; }

    /// <summary>Device memory in bytes that nobody has taken at the moment; null where the driver does not say, as OpenCL's.</summary>
    long? FreeMemoryBytes { get; }

    /// <summary>Takes device memory; what is in it is not defined.</summary>
    /// <param name="bytes">1 to <see cref="DeviceDescription.LargestBufferBytes"/>.</param>
    /// <exception cref="DriverException">Not enough memory (<see cref="DriverFailure.OutOfMemory"/>), or a size out of range.</exception>
    IDeviceBuffer Allocate(long bytes);

    /// <summary>Takes host memory that the device copies from and to without staging.</summary>
    /// <param name="bytes">1 to 2,147,483,591.</param>
    /// <exception cref="DriverException">Not enough memory (<see cref="DriverFailure.OutOfMemory"/>), or a size out of range.</exception>
    IPinnedBuffer AllocatePinned(long bytes);

    /// <summary>Compiles a program, or takes it from the cache on disk; a text that is in use already is shared. Disposing gives the share back.</summary>
    /// <param name="source">Complete text with its kernels.</param>
    /// <exception cref="DriverException"><see cref="DriverFailure.BuildFailed"/>; the message ends with the compiler's log.</exception>
    IComputeProgram Build(KernelSource source);

    /// <summary>Makes a queue. Work of one queue runs in order; queues run beside each other.</summary>
    /// <param name="timed">True where events of the queue shall tell times.</param>
    /// <exception cref="DriverException">The driver refuses.</exception>
    IComputeQueue CreateQueue(bool timed = false);

    /// <summary>Makes an event, to be recorded as often as needed.</summary>
    /// <param name="timed">True where it shall tell times; the queue that records it must be timed too.</param>
    /// <exception cref="DriverException">The driver refuses.</exception>
    IComputeEvent CreateEvent(bool timed = false);
}
