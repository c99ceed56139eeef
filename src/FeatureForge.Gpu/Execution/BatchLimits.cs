using FeatureForge.Core.Errors;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Targets;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Gpu.Execution;

/// <summary>What a batch may hold, so that the memory of a run is bounded before it starts, whatever its files are.</summary>
/// <param name="Images">Most samples.</param>
/// <param name="Pictures">Most memory of its pictures.</param>
internal sealed record BatchLimits(int Images, PictureDemand Pictures)
{
    /// <summary>Batches of a worker: one is filled while the device works on the other.</summary>
    public const int BatchesPerWorker = 2;

    private const long MostCoefficientBytes = 512L << 20;

    // Coefficients, half as much for their samples, the pictures made of them, and the resize; by 4:2:0 photos several times the output. In percent.
    private const int CoefficientShare = 36;
    private const int SourceShare = 34;
    private const int ResizeShare = 12;

    /// <summary>Bytes on the device of one batch at most.</summary>
    public required long DeviceBytes { get; init; }

    /// <summary>Bytes of pinned host memory of one batch at most.</summary>
    public required long PinnedBytes { get; init; }

    /// <summary>Divides the memory of a run among its batches.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="device">Its device.</param>
    /// <param name="batchSize">Most samples of a batch.</param>
    /// <param name="grant">Memory of the run.</param>
    /// <param name="pictures">What some of its pictures need. A batch holds at least one sample and the pictures of half of these.</param>
    /// <exception cref="FeatureForgeException">The memory does not hold such batches.</exception>
    public static BatchLimits Of(WorkerPlan plan, DeviceDescription device, int batchSize, MemoryGrant grant, IReadOnlyList<PictureDemand> pictures)
    {
        long batches = (long)plan.Workers * BatchesPerWorker;
        long bytes = grant.Bytes / batches;
        int anchors = plan.Stages.Targets?.AnchorSet.Count ?? 0;
        var need = ImageNeed.Of(plan, anchors);
        if (need.LargestBytes > device.LargestBufferBytes)
            throw ExecutionErrors.BuffersTooSmall(device, need.LargestBytes);
        PictureDemand most = MostOf(device);
        long picture = Usual([.. pictures.Where(demand => demand.IsWithin(most)).Select(LeastBytes)]);
        long forSamples = bytes - need.BatchBytes - picture;
        if (forSamples < need.DeviceBytes)
            throw ExecutionErrors.TooLittleMemory(device, grant, (need.BatchBytes + picture + need.DeviceBytes) * batches);
        long images = Math.Min(batchSize, plan.ItemsPerWorker / (BatchesPerWorker + 1));
        images = Math.Min(images, anchors == 0 ? images : DeviceTargetStage.MostPictures(anchors));
        images = Math.Min(images, device.LargestBufferBytes / need.LargestBytes);
        images = Math.Clamp(Math.Min((bytes - need.BatchBytes) / 2, forSamples) / need.DeviceBytes, 1, Math.Max(1, images));
        long rest = bytes - need.BatchBytes - (images * need.DeviceBytes);
        var shares = new PictureDemand(Math.Min(rest * CoefficientShare / 100, most.CoefficientBytes), Math.Min(rest * SourceShare / 100, most.SourceBytes), Math.Min(rest * ResizeShare / 100, most.ResizeBytes));
        return new BatchLimits((int)images, shares)
        {
            DeviceBytes = need.BatchBytes + (images * need.DeviceBytes) + (shares.CoefficientBytes * 3 / 2) + shares.SourceBytes + shares.ResizeBytes,
            // Pinned memory doubles while it grows, and what was in it is copied over.
            PinnedBytes = (images * need.PinnedBytes) + (3 * shares.CoefficientBytes) + shares.ResizeBytes,
        };
    }

    /// <summary>Limits of half the size, after the device had less memory than thought.</summary>
    public BatchLimits Halved() => this with
    {
        Images = Math.Max(1, Images / 2),
        Pictures = new PictureDemand(Pictures.CoefficientBytes / 2, Pictures.SourceBytes / 2, Pictures.ResizeBytes / 2),
    };

    /// <summary>True when pictures fit into a batch together.</summary>
    /// <param name="demand">What they need.</param>
    public bool Hold(PictureDemand demand) => demand.IsWithin(Pictures);

    // Each is one buffer. That of coefficients has a pinned twin, which doubles while it grows and may be as large as any buffer.
    private static PictureDemand MostOf(DeviceDescription device) =>
        new(Math.Min(MostCoefficientBytes, device.LargestBufferBytes / 2), device.LargestBufferBytes, device.LargestBufferBytes);

    /// <summary>The least memory of which the shares hold a picture.</summary>
    private static long LeastBytes(PictureDemand demand) =>
        Math.Max(LeastBytes(demand.CoefficientBytes, CoefficientShare), Math.Max(LeastBytes(demand.SourceBytes, SourceShare), LeastBytes(demand.ResizeBytes, ResizeShare)));

    private static long LeastBytes(long part, int share) => ((part * 100) + share - 1) / share;

    private static long Usual(long[] needs) => needs.Length == 0 ? 0 : needs.Order().ElementAt((needs.Length - 1) / 2);
}
