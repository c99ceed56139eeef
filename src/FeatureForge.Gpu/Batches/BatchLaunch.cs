using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Batches;

/// <summary>The one shape of all kernels that work through pictures: groups along y are images, along x as many as the work of an image fills.</summary>
internal static class BatchLaunch
{
    /// <summary>Lanes of a group, as these kernels state them.</summary>
    public const int Lanes = 256;

    // A lane goes on in steps of all lanes of its image, so more groups than a device can run at once give nothing.
    private const long MostGroups = 1024;

    /// <summary>Groups for a batch.</summary>
    /// <param name="items">Most items of work of an image; a lane takes one at a time.</param>
    /// <param name="images">Images, at least 1.</param>
    public static LaunchShape Of(long items, int images) =>
        new((uint)Math.Clamp((items + Lanes - 1) / Lanes, 1, MostGroups), (uint)images, Lanes);
}
