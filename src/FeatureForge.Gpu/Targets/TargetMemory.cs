using System.Runtime.InteropServices;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Targets;

/// <summary>Device memory of the matching kernels: anchors once, all else for the largest batch so far.</summary>
internal sealed class TargetMemory : IDisposable
{
    /// <summary>Bytes of a row of offsets, or of a box.</summary>
    public const int FourFloats = 4 * sizeof(float);

    /// <summary>Bytes of an anchor choice, as the host reads it.</summary>
    public const int ChoiceBytes = 2 * sizeof(int);

    private readonly AnchorSet _anchorSet;
    private readonly List<GrowingBuffer> _all = [];

    public TargetMemory(IComputeDevice device, AnchorSet anchorSet)
    {
        _anchorSet = anchorSet;
        (Anchors, Shapes) = (Add(device), Add(device));
        (Boxes, Labels, BoxStarts) = (Add(device), Add(device), Add(device));
        (BestIoU, Matched, Partials, Waiting) = (Add(device), Add(device), Add(device), Add(device));
        (Best, Own, Counts) = (Add(device), Add(device), Add(device));
        (Indices, Classes, Objects, Offsets, Ignored) = (Add(device), Add(device), Add(device), Add(device), Add(device));
    }

    /// <summary>float32 [5, anchors]: x0, y0, x1, y1, area.</summary>
    public GrowingBuffer Anchors { get; }

    /// <summary>float32 [4, anchors]: cx, cy, width, height.</summary>
    public GrowingBuffer Shapes { get; }

    /// <summary>float32 [boxes, 4]: x0, y0, x1, y1.</summary>
    public GrowingBuffer Boxes { get; }

    /// <summary>int32 [boxes], 0-based.</summary>
    public GrowingBuffer Labels { get; }

    /// <summary>int32 [images + 1].</summary>
    public GrowingBuffer BoxStarts { get; }

    /// <summary>float32 [images, anchors]; scratch of pictures with more boxes than a lane holds.</summary>
    public GrowingBuffer BestIoU { get; }

    /// <summary>int32 [images, anchors]: object, -1 none, -2 ignored.</summary>
    public GrowingBuffer Matched { get; }

    /// <summary>uint64 [boxes, parts]; scratch.</summary>
    public GrowingBuffer Partials { get; }

    /// <summary>uint64 [boxes]; scratch.</summary>
    public GrowingBuffer Waiting { get; }

    /// <summary><see cref="AnchorChoice"/> [boxes]: best anchor, whoever got it.</summary>
    public GrowingBuffer Best { get; }

    /// <summary><see cref="AnchorChoice"/> [boxes]: an anchor that the object got.</summary>
    public GrowingBuffer Own { get; }

    /// <summary>int32 [2, images]: rows, ignored anchors.</summary>
    public GrowingBuffer Counts { get; }

    /// <summary>int32 [rows]: anchor.</summary>
    public GrowingBuffer Indices { get; }

    /// <summary>int32 [rows], 1-based.</summary>
    public GrowingBuffer Classes { get; }

    /// <summary>int32 [rows]: object.</summary>
    public GrowingBuffer Objects { get; }

    /// <summary>float32 [rows, 4]: tx, ty, tw, th.</summary>
    public GrowingBuffer Offsets { get; }

    /// <summary>int32 [ignored]: anchor.</summary>
    public GrowingBuffer Ignored { get; }

    /// <summary>Copies the anchors to the device.</summary>
    public void UploadAnchors(IComputeQueue queue)
    {
        int count = _anchorSet.Count;
        Anchors.Ensure(5L * count * sizeof(float), queue);
        Shapes.Ensure(4L * count * sizeof(float), queue);
        Upload(queue, Anchors, 0, _anchorSet.LeftEdges);
        Upload(queue, Anchors, 1, _anchorSet.TopEdges);
        Upload(queue, Anchors, 2, _anchorSet.RightEdges);
        Upload(queue, Anchors, 3, _anchorSet.BottomEdges);
        Upload(queue, Anchors, 4, _anchorSet.Columns.Area.AsSpan(0, count));
        Upload(queue, Shapes, 0, _anchorSet.CentersX);
        Upload(queue, Shapes, 1, _anchorSet.CentersY);
        Upload(queue, Shapes, 2, _anchorSet.Widths);
        Upload(queue, Shapes, 3, _anchorSet.Heights);
    }

    /// <summary>Makes room for a batch.</summary>
    /// <param name="batch">Its size.</param>
    /// <param name="dense">True for a row per anchor. Sparse rows have room for every anchor too: a bound of 0 makes each of them positive.</param>
    /// <param name="queue">The one queue that uses the memory.</param>
    public void Reserve(TargetBatch batch, bool dense, IComputeQueue queue)
    {
        long anchors = (long)batch.Images * _anchorSet.Count;
        Boxes.Ensure((long)batch.Boxes * FourFloats, queue);
        Labels.Ensure((long)batch.Boxes * sizeof(int), queue);
        BoxStarts.Ensure((batch.Images + 1L) * sizeof(int), queue);
        BestIoU.Ensure(anchors * sizeof(float), queue);
        Matched.Ensure(anchors * sizeof(int), queue);
        Partials.Ensure((long)batch.Boxes * batch.Parts * sizeof(ulong), queue);
        Waiting.Ensure((long)batch.Boxes * sizeof(ulong), queue);
        Best.Ensure((long)batch.Boxes * ChoiceBytes, queue);
        Own.Ensure((long)batch.Boxes * ChoiceBytes, queue);
        Classes.Ensure(anchors * sizeof(int), queue);
        Offsets.Ensure(anchors * FourFloats, queue);
        if (dense)
            return;
        Counts.Ensure(2L * batch.Images * sizeof(int), queue);
        Indices.Ensure(anchors * sizeof(int), queue);
        Objects.Ensure(anchors * sizeof(int), queue);
        Ignored.Ensure(anchors * sizeof(int), queue);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (GrowingBuffer array in _all)
            array.Dispose();
    }

    private static void Upload(IComputeQueue queue, GrowingBuffer destination, int column, ReadOnlySpan<float> values) =>
        queue.Upload(MemoryMarshal.AsBytes(values), destination.Memory, (long)column * values.Length * sizeof(float));

    private GrowingBuffer Add(IComputeDevice device)
    {
        GrowingBuffer array = new(device);
        _all.Add(array);
        return array;
    }
}
