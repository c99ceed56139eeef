using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Choice;

/// <summary>What a backend is chosen among, and for how long is measured.</summary>
public sealed record BackendChoiceOptions
{
    /// <summary>What there is; null to ask all drivers.</summary>
    public DeviceSurvey? Survey { get; init; }

    /// <summary>How devices are opened.</summary>
    public DeviceOpeningOptions Opening { get; init; } = new();

    /// <summary>True to measure also devices that are this processor, as PoCL's. They share its cores with the host's stages, so that there is nothing to win.</summary>
    public bool Processors { get; init; }

    /// <summary>Once so much time has passed no further device is opened. The first opening on a machine, which compiles, is not cut short.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(1);
}
