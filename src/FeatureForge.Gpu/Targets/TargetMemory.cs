using System.Runtime.InteropServices;
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
    private readonly List<DeviceArray> _all = [];

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
    public DeviceArray Anchors { get; }

    /// <summary>float32 [4, anchors]: cx, cy, width, height.</summary>
    public DeviceArray Shapes { get; }

    /// <summary>float32 [boxes, 4]: x0, y0, x1, y1.</summary>
    public DeviceArray Boxes { get; }

    /// <summary>int32 [boxes], 0-based.</summary>
    public DeviceArray Labels { get; }

    /// <summary>int32 [images + 1].</summary>
    public DeviceArray BoxStarts { get; }

    /// <summary>float32 [images, anchors]; scratch of pictures with more boxes than a lane holds.</summary>
    public DeviceArray BestIoU { get; }

    /// <summary>int32 [images, anchors]: object, -1 none, -2 ignored.</summary>
    public DeviceArray Matched { get; }

    /// <summary>uint64 [boxes, parts]; scratch.</summary>
    public DeviceArray Partials { get; }

    /// <summary>uint64 [boxes]; scratch.</summary>
    public DeviceArray Waiting { get; }

    /// <summary><see cref="AnchorChoice"/> [boxes]: best anchor, whoever got it.</summary>
    public DeviceArray Best { get; }

    /// <summary><see cref="AnchorChoice"/> [boxes]: an anchor that the object got.</summary>
    public DeviceArray Own { get; }

    /// <summary>int32 [2, images]: rows, ignored anchors.</summary>
    public DeviceArray Counts { get; }

    /// <summary>int32 [rows]: anchor.</summary>
    public DeviceArray Indices { get; }

    /// <summary>int32 [rows], 1-based.</summary>
    public DeviceArray Classes { get; }

    /// <summary>int32 [rows]: object.</summary>
    public DeviceArray Objects { get; }

    /// <summary>float32 [rows, 4]: tx, ty, tw, th.</summary>
    public DeviceArray Offsets { get; }

    /// <summary>int32 [ignored]: anchor.</summary>
    public DeviceArray Ignored { get; }

    /// <summary>Copies the anchors to the device.</summary>
    public void UploadAnchors(IComputeQueue queue)
    {
        int count = _anchorSet.Count;
        Anchors.Reserve(5L * count * sizeof(float));
        Shapes.Reserve(4L * count * sizeof(float));
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
    public void Reserve(TargetBatch batch, bool dense)
    {
        long anchors = (long)batch.Images * _anchorSet.Count;
        Boxes.Reserve((long)batch.Boxes * FourFloats);
        Labels.Reserve((long)batch.Boxes * sizeof(int));
        BoxStarts.Reserve((batch.Images + 1L) * sizeof(int));
        BestIoU.Reserve(anchors * sizeof(float));
        Matched.Reserve(anchors * sizeof(int));
        Partials.Reserve((long)batch.Boxes * batch.Parts * sizeof(ulong));
        Waiting.Reserve((long)batch.Boxes * sizeof(ulong));
        Best.Reserve((long)batch.Boxes * ChoiceBytes);
        Own.Reserve((long)batch.Boxes * ChoiceBytes);
        Classes.Reserve(anchors * sizeof(int));
        Offsets.Reserve(anchors * FourFloats);
        if (dense)
            return;
        Counts.Reserve(2L * batch.Images * sizeof(int));
        Indices.Reserve(anchors * sizeof(int));
        Objects.Reserve(anchors * sizeof(int));
        Ignored.Reserve(anchors * sizeof(int));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DeviceArray array in _all)
            array.Dispose();
    }

    private static void Upload(IComputeQueue queue, DeviceArray destination, int column, ReadOnlySpan<float> values) =>
        queue.Upload(MemoryMarshal.AsBytes(values), destination.Buffer, (long)column * values.Length * sizeof(float));

    private DeviceArray Add(IComputeDevice device)
    {
        DeviceArray array = new(device);
        _all.Add(array);
        return array;
    }
}
