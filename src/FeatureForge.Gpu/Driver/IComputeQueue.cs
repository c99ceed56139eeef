namespace FeatureForge.Gpu.Driver;

/// <summary>
/// Work for a device, done in the order it was given while the host goes on. Nothing here allocates once a kernel is warm. Use a queue
/// from one thread at a time; several queues run beside each other, from several threads if need be.
/// </summary>
public interface IComputeQueue : IDisposable
{
    /// <summary>Device that it belongs to.</summary>
    IComputeDevice Device { get; }

    /// <summary>Copies to the device; returns at once. The source must stay as it is until the copy is done.</summary>
    /// <param name="source">Host memory.</param>
    /// <param name="sourceOffset">First byte of it.</param>
    /// <param name="destination">Device memory.</param>
    /// <param name="destinationOffset">First byte of it.</param>
    /// <param name="bytes">Number of bytes; 0 is allowed.</param>
    /// <exception cref="DriverException">A range outside its buffer, memory of another device, or a failure of the driver.</exception>
    void Write(IPinnedBuffer source, long sourceOffset, IDeviceBuffer destination, long destinationOffset, long bytes);

    /// <summary>Copies from the device; returns at once. The destination must be left alone until the copy is done.</summary>
    /// <param name="source">Device memory.</param>
    /// <param name="sourceOffset">First byte of it.</param>
    /// <param name="destination">Host memory.</param>
    /// <param name="destinationOffset">First byte of it.</param>
    /// <param name="bytes">Number of bytes; 0 is allowed.</param>
    /// <exception cref="DriverException">A range outside its buffer, memory of another device, or a failure of the driver.</exception>
    void Read(IDeviceBuffer source, long sourceOffset, IPinnedBuffer destination, long destinationOffset, long bytes);

    /// <summary>Copies to the device and waits for it: for tables and tests.</summary>
    /// <param name="source">Any host memory.</param>
    /// <param name="destination">Device memory.</param>
    /// <param name="destinationOffset">First byte of it.</param>
    /// <exception cref="DriverException">As <see cref="Write"/>.</exception>
    void Upload(ReadOnlySpan<byte> source, IDeviceBuffer destination, long destinationOffset = 0);

    /// <summary>Waits for all work given before, then copies from the device and waits for that.</summary>
    /// <param name="source">Device memory.</param>
    /// <param name="sourceOffset">First byte of it.</param>
    /// <param name="destination">Any host memory.</param>
    /// <exception cref="DriverException">As <see cref="Read"/>.</exception>
    void Download(IDeviceBuffer source, long sourceOffset, Span<byte> destination);

    /// <summary>Copies within the device; returns at once.</summary>
    /// <param name="source">Device memory.</param>
    /// <param name="sourceOffset">First byte of it.</param>
    /// <param name="destination">Other device memory, not <paramref name="source"/> itself.</param>
    /// <param name="destinationOffset">First byte of it.</param>
    /// <param name="bytes">Number of bytes; 0 is allowed.</param>
    /// <exception cref="ArgumentException">Both are the same memory.</exception>
    /// <exception cref="DriverException">A range outside its buffer, memory of another device, or a failure of the driver.</exception>
    void Copy(IDeviceBuffer source, long sourceOffset, IDeviceBuffer destination, long destinationOffset, long bytes);

    /// <summary>Sets every byte of a range; returns at once.</summary>
    /// <param name="destination">Device memory.</param>
    /// <param name="offset">First byte of it.</param>
    /// <param name="bytes">Number of bytes; 0 is allowed.</param>
    /// <param name="value">Value of each byte.</param>
    /// <exception cref="DriverException">A range outside the buffer, memory of another device, or a failure of the driver.</exception>
    void Fill(IDeviceBuffer destination, long offset, long bytes, byte value);

    /// <summary>Runs a kernel; returns at once.</summary>
    /// <param name="kernel">Kernel of the same device.</param>
    /// <param name="shape">Groups, and lanes as the kernel states them.</param>
    /// <param name="arguments">One value for each argument of the kernel, in order.</param>
    /// <exception cref="DriverException">Shape or arguments do not fit the kernel (the message says which), or a failure of the driver.</exception>
    void Launch(IComputeKernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments);

    /// <summary>Puts an event at this place of the work; where it was before is forgotten.</summary>
    /// <param name="place">Event of the same device.</param>
    /// <exception cref="DriverException">A failure of the driver.</exception>
    void Record(IComputeEvent place);

    /// <summary>Lets all work given from now on wait until an event, usually of another queue, is complete.</summary>
    /// <param name="place">Event of the same device. One that was never recorded is not waited for.</param>
    /// <exception cref="DriverException">A failure of the driver.</exception>
    void Wait(IComputeEvent place);

    /// <summary>Hands work to the device that the driver may be holding back to collect more.</summary>
    /// <exception cref="DriverException">A failure of the driver.</exception>
    void Flush();

    /// <summary>Blocks until all work is done.</summary>
    /// <exception cref="DriverException">That work failed.</exception>
    void Finish();
}
