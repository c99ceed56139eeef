namespace FeatureForge.Gpu.Driver;

/// <summary>Whether this machine has what a backend needs.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="IsAvailable">True when its library loads and lists at least one device.</param>
/// <param name="Detail">What was found: versions of driver and compiler; or the sentence that says what is missing and how to get it.</param>
public sealed record BackendState(DeviceBackend Backend, bool IsAvailable, string Detail);
