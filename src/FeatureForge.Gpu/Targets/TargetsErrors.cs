using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Targets;

/// <summary>Errors of matching on a device, named by condition.</summary>
internal static class TargetsErrors
{
    /// <summary>Counts as too little memory: whoever makes batches tries smaller ones.</summary>
    public static DriverException BatchTooLarge(int pictures, int anchors, int most) =>
        new(DriverFailure.OutOfMemory, $"A batch of {pictures} pictures with {anchors} anchors each is too large to be counted; at most {most} such pictures make one. Use smaller batches.");
}
