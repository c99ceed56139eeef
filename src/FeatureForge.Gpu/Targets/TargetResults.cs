using FeatureForge.Core.Samples;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Targets;

/// <summary>Brings the results of a batch to the host and deals them out to its pictures. The memory is pinned and grows with the rows.</summary>
internal sealed class TargetResults(IComputeDevice device, int anchorCount) : IDisposable
{
    private readonly PinnedArray _choices = new(device);
    private readonly PinnedArray _counts = new(device);
    private readonly PinnedArray _rows = new(device);
    private TargetBatch _batch;
    private int _rowCount;
    private int _ignoredCount;

    /// <summary>Best anchor of each box of the batch, whoever got it.</summary>
    public ReadOnlySpan<AnchorChoice> Best => _choices.Part<AnchorChoice>(0, _batch.Boxes);

    /// <summary>An anchor that each object got, its best one if it got that.</summary>
    public ReadOnlySpan<AnchorChoice> Own => _choices.Part<AnchorChoice>((long)_batch.Boxes * TargetMemory.ChoiceBytes, _batch.Boxes);

    // Bytes of a row before its offsets: three numbers in the sparse form, two in the dense one.
    private long OffsetsAt(bool dense) => (long)_rowCount * (dense ? 2 : 3) * sizeof(int);

    /// <summary>Reads a dense batch and waits for it.</summary>
    public void ReadDense(IComputeQueue queue, TargetMemory memory, TargetBatch batch)
    {
        _batch = batch;
        _rowCount = checked(batch.Images * anchorCount);
        ReadChoices(queue, memory);
        _rows.Reserve(OffsetsAt(dense: true) + ((long)_rowCount * TargetMemory.FourFloats));
        long column = (long)_rowCount * sizeof(int);
        queue.Read(memory.Matched.Memory, 0, _rows.Buffer, 0, column);
        queue.Read(memory.Classes.Memory, 0, _rows.Buffer, column, column);
        queue.Read(memory.Offsets.Memory, 0, _rows.Buffer, 2 * column, (long)_rowCount * TargetMemory.FourFloats);
        queue.Finish();
    }

    /// <summary>Reads a sparse batch: the counts, then as many rows as they say.</summary>
    public void ReadSparse(IComputeQueue queue, TargetMemory memory, TargetBatch batch)
    {
        _batch = batch;
        ReadChoices(queue, memory);
        _counts.Reserve(2L * batch.Images * sizeof(int));
        queue.Read(memory.Counts.Memory, 0, _counts.Buffer, 0, 2L * batch.Images * sizeof(int));
        queue.Finish();
        (_rowCount, _ignoredCount) = (0, 0);
        ReadOnlySpan<int> counts = _counts.Part<int>(0, 2 * batch.Images);
        for (int image = 0; image < batch.Images; image++)
        {
            _rowCount += counts[image];
            _ignoredCount += counts[batch.Images + image];
        }

        long column = (long)_rowCount * sizeof(int);
        long offsets = (long)_rowCount * TargetMemory.FourFloats;
        _rows.Reserve(OffsetsAt(dense: false) + offsets + ((long)_ignoredCount * sizeof(int)));
        queue.Read(memory.Indices.Memory, 0, _rows.Buffer, 0, column);
        queue.Read(memory.Classes.Memory, 0, _rows.Buffer, column, column);
        queue.Read(memory.Objects.Memory, 0, _rows.Buffer, 2 * column, column);
        queue.Read(memory.Offsets.Memory, 0, _rows.Buffer, 3 * column, offsets);
        queue.Read(memory.Ignored.Memory, 0, _rows.Buffer, (3 * column) + offsets, (long)_ignoredCount * sizeof(int));
        queue.Finish();
    }

    /// <summary>Gives each picture its rows.</summary>
    public void DealDense(ReadOnlySpan<AnchorTargets> destinations)
    {
        ReadOnlySpan<int> matched = _rows.Part<int>(0, _rowCount);
        ReadOnlySpan<int> classes = _rows.Part<int>((long)_rowCount * sizeof(int), _rowCount);
        ReadOnlySpan<float> offsets = _rows.Part<float>(OffsetsAt(dense: true), _rowCount * 4);
        for (int image = 0; image < destinations.Length; image++)
        {
            AnchorTargets destination = destinations[image];
            int first = image * anchorCount;
            destination.Resize(dense: true, anchorCount, ignoredCount: 0);
            Span<int> indices = destination.Indices;
            Span<int> objects = destination.Objects;
            for (int anchor = 0; anchor < anchorCount; anchor++)
            {
                indices[anchor] = anchor;
                objects[anchor] = Math.Max(matched[first + anchor], -1);
            }

            classes.Slice(first, anchorCount).CopyTo(destination.Classes);
            offsets.Slice(first * 4, anchorCount * 4).CopyTo(destination.Offsets);
        }
    }

    /// <summary>Gives each picture its rows and ignored anchors.</summary>
    public void DealSparse(ReadOnlySpan<AnchorTargets> destinations)
    {
        ReadOnlySpan<int> counts = _counts.Part<int>(0, 2 * _batch.Images);
        ReadOnlySpan<int> numbers = _rows.Part<int>(0, 3 * _rowCount);
        ReadOnlySpan<float> offsets = _rows.Part<float>(OffsetsAt(dense: false), _rowCount * 4);
        ReadOnlySpan<int> ignored = _rows.Part<int>(OffsetsAt(dense: false) + ((long)_rowCount * TargetMemory.FourFloats), _ignoredCount);
        int row = 0;
        for (int image = 0; image < destinations.Length; image++)
        {
            int rows = counts[image];
            int ignoredRows = counts[_batch.Images + image];
            AnchorTargets destination = destinations[image];
            destination.Resize(dense: false, rows, ignoredRows);
            numbers.Slice(row, rows).CopyTo(destination.Indices);
            numbers.Slice(_rowCount + row, rows).CopyTo(destination.Classes);
            numbers.Slice((2 * _rowCount) + row, rows).CopyTo(destination.Objects);
            offsets.Slice(row * 4, rows * 4).CopyTo(destination.Offsets);
            ignored[..ignoredRows].CopyTo(destination.Ignored);
            ignored = ignored[ignoredRows..];
            row += rows;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _choices.Dispose();
        _counts.Dispose();
        _rows.Dispose();
    }

    private void ReadChoices(IComputeQueue queue, TargetMemory memory)
    {
        long bytes = (long)_batch.Boxes * TargetMemory.ChoiceBytes;
        _choices.Reserve(2 * bytes);
        queue.Read(memory.Best.Memory, 0, _choices.Buffer, 0, bytes);
        queue.Read(memory.Own.Memory, 0, _choices.Buffer, bytes, bytes);
    }
}
