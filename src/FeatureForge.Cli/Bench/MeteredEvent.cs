using System.Diagnostics;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Cli.Bench;

/// <summary>An event of a metered device.</summary>
/// <param name="meter">Counts the waiting.</param>
/// <param name="place">The device's event.</param>
internal sealed class MeteredEvent(MeteredDevice meter, IComputeEvent place) : IComputeEvent
{
    /// <inheritdoc/>
    public IComputeDevice Device => place.Device;

    /// <summary>The device's event.</summary>
    public IComputeEvent Place => place;

    /// <inheritdoc/>
    public void Synchronize()
    {
        long start = Stopwatch.GetTimestamp();
        place.Synchronize();
        meter.WaitedSince(start);
    }

    /// <inheritdoc/>
    public TimeSpan ElapsedSince(IComputeEvent start) => place.ElapsedSince(((MeteredEvent)start).Place);

    /// <inheritdoc/>
    public void Dispose() => place.Dispose();
}
