using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Twin;

/// <summary>An event of the host twin, whose work is done when it is given.</summary>
internal sealed class TwinEvent(IComputeDevice device) : IComputeEvent
{
    public IComputeDevice Device { get; } = device;

    public void Synchronize()
    {
        // Nothing is ever under way.
    }

    public TimeSpan ElapsedSince(IComputeEvent start) => TimeSpan.Zero;

    public void Dispose()
    {
        // Holds nothing.
    }
}
