using System.Runtime.InteropServices;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Targets;

/// <summary>
/// <see cref="TargetStage"/> for whole batches on a device, with the same bits as on the CPU. Takes boxes and labels of many pictures, gives
/// the targets of each. One instance per thread; allocates nothing once its memory has grown to the largest batch.
/// </summary>
public sealed class DeviceTargetStage : IDisposable
{
    /// <summary>Most pictures of a batch.</summary>
    public const int LargestBatch = LaunchRules.MostGroupsY;

    // Offsets of a batch are counted with 31 bits on the host.
    private const int MostAnchorsOfBatch = int.MaxValue / 4;

    // About as many groups as run at a time on the largest devices; fewer leave them idle, more only add partial results.
    private const int WantedGroups = 1024;
    private const int LanesOfGroup = 256;

    private readonly ImageShape _output;
    private readonly bool _dense;
    private readonly IComputeQueue _queue;
    private readonly bool _ownsQueue;
    private readonly TargetKernels _kernels;
    private readonly TargetMemory _memory;
    private readonly TargetResults _results;
    private readonly PinnedArray _upload;

    /// <summary>Compiles the rule's kernels and copies the anchors to the device.</summary>
    /// <param name="device">Opened device.</param>
    /// <param name="options">Rule, bounds and encoding; the name of the anchor set is not looked at.</param>
    /// <param name="output">Output shape of the recipe; only the report's sizes depend on it.</param>
    /// <param name="anchors">Anchors to match.</param>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException"><see cref="TargetOptions.Negative"/> does not fit the rule.</exception>
    /// <exception cref="DriverException">The device cannot compile the kernels or lacks memory.</exception>
    public DeviceTargetStage(IComputeDevice device, TargetOptions options, ImageShape output, AnchorSet anchors)
        : this(device, options, output, anchors, device.CreateQueue()) => _ownsQueue = true;

    /// <summary>The same on a queue of the caller's, so that matching follows other work of a batch.</summary>
    internal DeviceTargetStage(IComputeDevice device, TargetOptions options, ImageShape output, AnchorSet anchors, IComputeQueue queue)
    {
        if (options.BrokenRule() is { } broken)
            throw TargetErrors.BrokenRule(broken);
        _output = output;
        _dense = options.Encoding == TargetEncoding.Dense;
        Anchors = anchors;
        _queue = queue;
        _kernels = new TargetKernels(device, options, anchors.Count);
        _memory = new TargetMemory(device, anchors);
        _results = new TargetResults(device, anchors.Count);
        _upload = new PinnedArray(device);
        _memory.UploadAnchors(_queue);
    }

    /// <summary>Most pictures of a batch with an anchor set.</summary>
    /// <param name="anchors">Anchors of the set, at least 1.</param>
    /// <returns>0 where the set is too large for any batch.</returns>
    public static int MostPictures(int anchors) => Math.Min(LargestBatch, MostAnchorsOfBatch / anchors);

    /// <summary>The anchors that targets refer to.</summary>
    public AnchorSet Anchors { get; }

    /// <summary>Figures of all pictures that this instance has matched.</summary>
    public MatchReport Report { get; init; } = new();

    /// <summary>Matches the objects of a batch and waits for the targets. A box without area gets no anchor and is counted in the report.</summary>
    /// <param name="boxes">Boxes of all pictures in shares of the output picture, one picture behind the other.</param>
    /// <param name="labels">Label id of each box, 0-based; classes in the targets are one higher.</param>
    /// <param name="boxStarts">int32 [pictures + 1]: where the boxes of each picture start, ascending from 0, and at last the number of boxes.</param>
    /// <param name="destinations">Take the targets of each picture; object numbers are places among its own boxes.</param>
    /// <exception cref="ArgumentException">Lengths or starts do not fit each other, or the batch is too large.</exception>
    /// <exception cref="DriverException">The device fails, or lacks memory for the batch (<see cref="DriverException.CanFallBack"/>).</exception>
    public void Run(ReadOnlySpan<BoxCorners> boxes, ReadOnlySpan<int> labels, ReadOnlySpan<int> boxStarts, ReadOnlySpan<AnchorTargets> destinations)
    {
        Check(boxes.Length, labels.Length, boxStarts, destinations.Length);
        if (destinations.IsEmpty)
            return;
        Submit(boxes, labels, boxStarts);
        Collect();
        for (int image = 0; image < destinations.Length; image++)
            Deal(image, boxes[boxStarts[image]..boxStarts[image + 1]], boxStarts[image], destinations[image]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsQueue)
            _queue.Dispose();
        _kernels.Dispose();
        _memory.Dispose();
        _results.Dispose();
        _upload.Dispose();
    }

    /// <summary>Queues the whole work of a batch of at least one picture and returns; lengths and starts must fit each other.</summary>
    /// <exception cref="DriverException">More pictures than <see cref="MostPictures"/>, or the device fails or lacks memory.</exception>
    internal void Submit(ReadOnlySpan<BoxCorners> boxes, ReadOnlySpan<int> labels, ReadOnlySpan<int> boxStarts)
    {
        if (boxStarts.Length - 1 > MostPictures(Anchors.Count))
            throw TargetsErrors.BatchTooLarge(boxStarts.Length - 1, Anchors.Count, MostPictures(Anchors.Count));
        TargetBatch batch = Upload(boxes, labels, boxStarts);
        Match(batch);
        Encode(batch);
        _results.Request(_queue, _memory, batch, _dense);
    }

    /// <summary>Waits for the results of the batch submitted last and brings them to the host.</summary>
    internal void Collect() => _results.Collect(_queue, _memory);

    /// <summary>Gives the targets of the next picture of the batch collected last, and counts them in the report; no call of the driver.</summary>
    /// <param name="image">Place of the picture in its batch; all are dealt in order, from 0.</param>
    /// <param name="boxes">Its boxes.</param>
    /// <param name="firstBox">Place of the first of them in the batch.</param>
    /// <param name="destination">Takes the targets.</param>
    internal void Deal(int image, ReadOnlySpan<BoxCorners> boxes, int firstBox, AnchorTargets destination)
    {
        _results.Deal(image, destination);
        Report.AddPicture(boxes, _results.Best.Slice(firstBox, boxes.Length), _results.Own.Slice(firstBox, boxes.Length), _kernels.Positive, _output);
        foreach (int number in destination.Objects)
        {
            if (number >= 0)
                Report.AddPositive(boxes[number], _output);
        }
    }

    /// <summary>Copies a batch to the device; the copy may still be under way.</summary>
    internal TargetBatch Upload(ReadOnlySpan<BoxCorners> boxes, ReadOnlySpan<int> labels, ReadOnlySpan<int> boxStarts)
    {
        int images = boxStarts.Length - 1;
        int mostParts = (Anchors.Count + LanesOfGroup - 1) / LanesOfGroup;
        var batch = new TargetBatch(images, boxes.Length, Math.Clamp(WantedGroups / images, 1, mostParts));
        _memory.Reserve(batch, _dense, _queue);
        long labelsAt = (long)boxes.Length * TargetMemory.FourFloats;
        long startsAt = labelsAt + ((long)boxes.Length * sizeof(int));
        _upload.Reserve(startsAt + ((long)boxStarts.Length * sizeof(int)));
        Span<float> corners = _upload.Part<float>(0, boxes.Length * 4);
        for (int i = 0; i < boxes.Length; i++)
            (corners[i * 4], corners[(i * 4) + 1], corners[(i * 4) + 2], corners[(i * 4) + 3]) = (boxes[i].X0, boxes[i].Y0, boxes[i].X1, boxes[i].Y1);
        labels.CopyTo(_upload.Part<int>(labelsAt, labels.Length));
        boxStarts.CopyTo(_upload.Part<int>(startsAt, boxStarts.Length));
        _queue.Write(_upload.Buffer, 0, _memory.Boxes.Memory, 0, labelsAt);
        _queue.Write(_upload.Buffer, labelsAt, _memory.Labels.Memory, 0, startsAt - labelsAt);
        _queue.Write(_upload.Buffer, startsAt, _memory.BoxStarts.Memory, 0, (long)boxStarts.Length * sizeof(int));
        return batch;
    }

    /// <summary>Starts the matching of an uploaded batch.</summary>
    internal void Match(TargetBatch batch) => _kernels.Match(_queue, _memory, batch);

    /// <summary>Starts the encoding of a matched batch.</summary>
    internal void Encode(TargetBatch batch)
    {
        if (_dense)
            _kernels.EncodeDense(_queue, _memory, batch);
        else
            _kernels.EncodeSparse(_queue, _memory, batch);
    }

    /// <summary>Waits for all that was started.</summary>
    internal void Finish() => _queue.Finish();

    /// <summary>Reads what matching made of a batch, before any encoding; for checks.</summary>
    /// <param name="matched">int32 [images, anchors]: object, -1 none, -2 ignored.</param>
    /// <param name="best">Best anchor of each box, whoever got it.</param>
    /// <param name="own">An anchor that each object got.</param>
    internal void ReadMatches(Span<int> matched, Span<AnchorChoice> best, Span<AnchorChoice> own)
    {
        _queue.Download(_memory.Matched.Memory, 0, MemoryMarshal.AsBytes(matched));
        _queue.Download(_memory.Best.Memory, 0, MemoryMarshal.AsBytes(best));
        _queue.Download(_memory.Own.Memory, 0, MemoryMarshal.AsBytes(own));
    }

    private void Check(int boxes, int labels, ReadOnlySpan<int> boxStarts, int images)
    {
        if (labels != boxes)
            throw new ArgumentException($"There are {labels} labels for {boxes} boxes; each box needs one.", nameof(labels));
        if (images > MostPictures(Anchors.Count))
            throw new ArgumentException($"There are {images} pictures with {Anchors.Count} anchors each; at most {LargestBatch} pictures and {MostAnchorsOfBatch} anchors make a batch.", nameof(images));
        if (boxStarts.Length != images + 1)
            throw new ArgumentException($"There are {boxStarts.Length} starts for {images} pictures; there must be one more than pictures.", nameof(boxStarts));
        int before = 0;
        foreach (int start in boxStarts)
        {
            if (start < before || start > boxes)
                throw new ArgumentException($"A start is {start} after {before}, with {boxes} boxes in all; starts ascend from 0.", nameof(boxStarts));
            before = start;
        }

        if (boxStarts[0] != 0 || before != boxes)
            throw new ArgumentException($"The starts go from {boxStarts[0]} to {before}; they must go from 0 to the {boxes} boxes.", nameof(boxStarts));
    }
}
