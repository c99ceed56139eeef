using System.Diagnostics;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// A device that keeps a tape of the launches made on it, and counts the time for which the host stands and waits for it. All else goes
/// to the device that it stands for.
/// </summary>
/// <param name="device">That device; stays open.</param>
internal sealed class MeteredDevice(IComputeDevice device) : IComputeDevice
{
    private List<TapedLaunch>? _tape;
    private long _waitTicks;

    /// <inheritdoc/>
    public DeviceDescription Description => device.Description;

    /// <summary>Time for which threads stood in waiting calls so far, in seconds.</summary>
    public double WaitSeconds => (double)_waitTicks / Stopwatch.Frequency;

    /// <summary>Does some work and gives the launches that it made.</summary>
    /// <param name="work">Work on this device.</param>
    public IReadOnlyList<TapedLaunch> Tape(Action work)
    {
        List<TapedLaunch> tape = [];
        _tape = tape;
        work();
        _tape = null;
        return tape;
    }

    /// <summary>Puts a launch on the tape, where one is running.</summary>
    /// <param name="kernel">Kernel.</param>
    /// <param name="shape">Groups and lanes.</param>
    /// <param name="arguments">Its arguments.</param>
    public void Note(IComputeKernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments) =>
        _tape?.Add(new TapedLaunch(kernel, shape, arguments.ToArray()));

    /// <summary>Counts the time since a moment as waiting.</summary>
    /// <param name="start">The moment, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void WaitedSince(long start) => Interlocked.Add(ref _waitTicks, Stopwatch.GetTimestamp() - start);

    /// <inheritdoc/>
    public long? FreeMemoryBytes => device.FreeMemoryBytes;

    /// <inheritdoc/>
    public IDeviceBuffer Allocate(long bytes) => device.Allocate(bytes);

    /// <inheritdoc/>
    public IPinnedBuffer AllocatePinned(long bytes) => device.AllocatePinned(bytes);

    /// <inheritdoc/>
    public IComputeProgram Build(KernelSource source) => device.Build(source);

    /// <inheritdoc/>
    public IComputeQueue CreateQueue(bool timed = false) => new MeteredQueue(this, device.CreateQueue(timed));

    /// <inheritdoc/>
    public IComputeEvent CreateEvent(bool timed = false) => new MeteredEvent(this, device.CreateEvent(timed));

    /// <summary>Leaves the device open.</summary>
    public void Dispose()
    {
        // Whoever opened the device closes it.
    }
}
