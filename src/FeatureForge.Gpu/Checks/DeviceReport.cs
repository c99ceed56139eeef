using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Checks;

/// <summary>What is known of a found device once it was tried.</summary>
/// <param name="Description">What it is.</param>
/// <param name="Reason">Empty where work may run on it; else the sentence that says why not.</param>
/// <param name="Opening">How long opening it and compiling or loading all programs took; 0 where it was not opened.</param>
/// <param name="Checks">What each check said; none where it was not opened.</param>
public sealed record DeviceReport(DeviceDescription Description, string Reason, TimeSpan Opening, IReadOnlyList<DeviceCheckResult> Checks)
{
    /// <summary>True where work may run on it.</summary>
    public bool IsUsable => Reason.Length == 0;
}
