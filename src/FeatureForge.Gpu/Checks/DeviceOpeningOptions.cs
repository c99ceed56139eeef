using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Checks;

/// <summary>How a device is opened for work.</summary>
public sealed record DeviceOpeningOptions
{
    /// <summary>True to take a device whose bits differ from the CPU's, as <c>--allow-inexact</c> does. One that fails to answer, or that matches wrongly, is refused all the same.</summary>
    public bool AllowInexact { get; init; }

    /// <summary>Caches and folders; null for the usual ones.</summary>
    public DeviceOptions? Device { get; init; }
}
