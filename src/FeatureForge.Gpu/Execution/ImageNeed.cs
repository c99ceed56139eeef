using FeatureForge.Pipeline.Run;

namespace FeatureForge.Gpu.Execution;

/// <summary>Memory that every sample of a batch needs, whatever its picture; all in bytes, all upper bounds.</summary>
/// <param name="DeviceBytes">On the device, for each sample.</param>
/// <param name="PinnedBytes">Pinned host memory, for each sample.</param>
/// <param name="LargestBytes">Share of a sample in the largest buffer.</param>
/// <param name="BatchBytes">On the device, once for each batch.</param>
internal readonly record struct ImageNeed(long DeviceBytes, long PinnedBytes, long LargestBytes, long BatchBytes)
{
    // The picture itself, and copies of it for steps that read neighbours: rotate, blur, motion blur.
    private const int PictureCopies = 3;
    private const long StepBytes = 16 << 10;
    private const long PlanBytes = 4 << 10;
    private const int TargetBytesPerAnchor = 40;
    private const int RowBytesPerAnchor = 32;
    private const int OffsetBytesPerAnchor = 16;
    private const int BytesPerBox = 64;
    private const int PartialBytes = 8;
    private const int MostParts = 1024;

    /// <summary>What the samples of a run need.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="anchors">Anchors of its targets, 0 for none.</param>
    public static ImageNeed Of(WorkerPlan plan, int anchors)
    {
        StageOptions stages = plan.Stages;
        long picture = stages.OutputShape.RgbBytes + sizeof(ulong);
        long sides = stages.OutputShape.Width + (long)stages.OutputShape.Height;
        long steps = (stages.Photometric.Count * (StepBytes + (sides * sizeof(int)))) + PlanBytes;
        long boxes = (long)plan.Listing.MaxBoxes * BytesPerBox;
        return new ImageNeed(
            (PictureCopies * picture) + steps + boxes + ((long)anchors * TargetBytesPerAnchor),
            picture + (2 * (steps + boxes)) + ((long)anchors * RowBytesPerAnchor * 3 / 2),
            Math.Max(picture, (long)anchors * OffsetBytesPerAnchor),
            anchors == 0 ? 0 : ((long)plan.Listing.MaxBoxes * MostParts * PartialBytes) + ((long)anchors * TargetBytesPerAnchor));
    }
}
