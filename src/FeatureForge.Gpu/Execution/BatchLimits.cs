using FeatureForge.Core.Errors;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Execution;

/// <summary>What a batch may hold, so that the memory of a run is bounded before it starts, whatever its files are.</summary>
/// <param name="Images">Most samples.</param>
/// <param name="Pictures">Most memory of its pictures.</param>
internal sealed record BatchLimits(int Images, PictureDemand Pictures)
{
    /// <summary>Batches of a worker: one is filled while the device works on the other.</summary>
    public const int BatchesPerWorker = 2;

    private const long MostBytes = 4L << 30;
    private const long MostBytesPerWorker = 512L << 20;
    private const long MostCoefficientBytes = 512L << 20;

    // Coefficients, half as much for their samples, the pictures made of them, and the resize; by 4:2:0 photos several times the output.
    private const double CoefficientShare = 0.36;
    private const double SourceShare = 0.34;
    private const double ResizeShare = 0.12;

    /// <summary>Bytes on the device of one batch at most.</summary>
    public required long DeviceBytes { get; init; }

    /// <summary>Bytes of pinned host memory of one batch at most.</summary>
    public required long PinnedBytes { get; init; }

    /// <summary>Divides the memory of a run among its batches.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="device">Its device.</param>
    /// <param name="options">Sizes asked for.</param>
    /// <exception cref="FeatureForgeException">The memory allowed does not hold one picture.</exception>
    public static BatchLimits Of(WorkerPlan plan, DeviceDescription device, DeviceRunOptions options)
    {
        long allowed = options.MemoryBytes > 0 ? options.MemoryBytes : Math.Min(device.MemoryBytes / 4, Math.Min(MostBytes, MostBytesPerWorker * plan.Workers));
        long bytes = allowed / plan.Workers / BatchesPerWorker;
        int anchors = plan.Stages.Targets?.AnchorSet.Count ?? 0;
        var need = ImageNeed.Of(plan, anchors);
        long images = Math.Min(options.BatchSize, plan.ItemsPerWorker / (BatchesPerWorker + 1));
        images = Math.Min(images, Math.Min((bytes - need.BatchBytes) / 2 / need.DeviceBytes, device.LargestBufferBytes / need.LargestBytes));
        images = Math.Max(1, images);
        long rest = bytes - need.BatchBytes - (images * need.DeviceBytes);
        if (rest <= 0)
            throw ExecutionErrors.TooLittleMemory(allowed, (need.BatchBytes + (2 * need.DeviceBytes)) * plan.Workers * BatchesPerWorker);
        long Share(double share) => Math.Min((long)(rest * share), device.LargestBufferBytes);
        var pictures = new PictureDemand(Math.Min(Share(CoefficientShare), MostCoefficientBytes), Share(SourceShare), Share(ResizeShare));
        return new BatchLimits((int)images, pictures)
        {
            DeviceBytes = bytes,
            // Pinned memory doubles while it grows, and what was in it is copied over.
            PinnedBytes = (images * need.PinnedBytes) + (3 * pictures.CoefficientBytes) + pictures.ResizeBytes,
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
    public bool Hold(PictureDemand demand) =>
        demand.CoefficientBytes <= Pictures.CoefficientBytes && demand.SourceBytes <= Pictures.SourceBytes && demand.ResizeBytes <= Pictures.ResizeBytes;
}
