using FeatureForge.Core.Errors;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Execution;

/// <summary>How much memory of a device a run may take, and why that much.</summary>
/// <param name="Bytes">Bytes of all its batches.</param>
/// <param name="Origin">Where the number comes from, in words.</param>
internal sealed record MemoryGrant(long Bytes, string Origin)
{
    private const long Gibibyte = 1L << 30;

    /// <summary>
    /// What was asked for, or else a share of the device: a quarter, since others use it too, and no more than half of what is free. Pinned memory
    /// of the host grows with it, so a share of the host's memory bounds it as well; beyond a size per worker batches only wait longer.
    /// </summary>
    /// <param name="device">Device.</param>
    /// <param name="options">Bytes asked for.</param>
    /// <param name="workers">Workers of the run.</param>
    /// <exception cref="FeatureForgeException">More was asked for than the device has.</exception>
    public static MemoryGrant Of(IComputeDevice device, DeviceRunOptions options, int workers) =>
        Of(device.Description, device.FreeMemoryBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, options.MemoryBytes, workers);

    /// <summary>The same from numbers.</summary>
    internal static MemoryGrant Of(DeviceDescription device, long? free, long host, long asked, int workers)
    {
        if (asked > 0)
        {
            return asked <= device.MemoryBytes
                ? new MemoryGrant(asked, free < asked ? FormattableString.Invariant($"--device-memory; {free >> 20:N0} MiB are free now") : "--device-memory")
                : throw ExecutionErrors.MoreThanTheDeviceHas(device, asked);
        }

        // A device that is this processor takes what the host's stages need too.
        var (perWorker, most) = device.IsProcessor ? (Gibibyte / 2, 4 * Gibibyte) : (Gibibyte, 16 * Gibibyte);
        MemoryGrant[] bounds =
        [
            new(device.MemoryBytes / 4, "a quarter of its memory"),
            new((free ?? long.MaxValue) / 2, "half of its free memory"),
            new(host / 4, "a quarter of this machine's memory, for pinned memory grows with it"),
            new(perWorker * workers, FormattableString.Invariant($"{perWorker >> 20:N0} MiB per worker")),
            new(most, "the most that a run takes without --device-memory"),
        ];
        return bounds.MinBy(bound => bound.Bytes)!;
    }
}
