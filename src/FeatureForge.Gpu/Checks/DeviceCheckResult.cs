namespace FeatureForge.Gpu.Checks;

/// <summary>What one check said of a device.</summary>
/// <param name="Name">Name of the check.</param>
/// <param name="Passed">True where the device computed what the CPU computes.</param>
/// <param name="Detail">Empty where passed; else the sentence that says what differs or failed.</param>
public sealed record DeviceCheckResult(string Name, bool Passed, string Detail);
