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
    private bool _dense;
    private int _rowCount;
    private int _ignoredCount;
    private int _nextRow;
    private int _nextIgnored;

    /// <summary>Best anchor of each box of the batch, whoever got it.</summary>
    public ReadOnlySpan<AnchorChoice> Best => _choices.Part<AnchorChoice>(0, _batch.Boxes);

    /// <summary>An anchor that each object got, its best one if it got that.</summary>
    public ReadOnlySpan<AnchorChoice> Own => _choices.Part<AnchorChoice>((long)_batch.Boxes * TargetMemory.ChoiceBytes, _batch.Boxes);

    // Bytes of a row before its offsets: three numbers in the sparse form, two in the dense one.
    private long OffsetsAt => (long)_rowCount * (_dense ? 2 : 3) * sizeof(int);

    /// <summary>Queues the copies whose sizes are known before the batch is done: of a dense batch all, of a sparse one the numbers of its rows.</summary>
    public void Request(IComputeQueue queue, TargetMemory memory, TargetBatch batch, bool dense)
    {
        _batch = batch;
        _dense = dense;
        ReadChoices(queue, memory);
        if (dense)
        {
            ReadDense(queue, memory);
            return;
        }

        _counts.Reserve(2L * batch.Images * sizeof(int));
        queue.Read(memory.Counts.Memory, 0, _counts.Buffer, 0, 2L * batch.Images * sizeof(int));
    }

    /// <summary>Waits for these copies, and reads as many sparse rows as there are.</summary>
    public void Collect(IComputeQueue queue, TargetMemory memory)
    {
        (_nextRow, _nextIgnored) = (0, 0);
        queue.Finish();
        if (!_dense)
            ReadSparse(queue, memory);
    }

    /// <summary>Gives the next picture its rows and ignored anchors.</summary>
    /// <param name="image">Place of the picture; all are dealt in order, from 0.</param>
    /// <param name="destination">Takes them.</param>
    public void Deal(int image, AnchorTargets destination)
    {
        if (_dense)
            DealDense(image, destination);
        else
            DealSparse(image, destination);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _choices.Dispose();
        _counts.Dispose();
        _rows.Dispose();
    }

    private void ReadDense(IComputeQueue queue, TargetMemory memory)
    {
        _rowCount = checked(_batch.Images * anchorCount);
        _rows.Reserve(OffsetsAt + ((long)_rowCount * TargetMemory.FourFloats));
        long column = (long)_rowCount * sizeof(int);
        queue.Read(memory.Matched.Memory, 0, _rows.Buffer, 0, column);
        queue.Read(memory.Classes.Memory, 0, _rows.Buffer, column, column);
        queue.Read(memory.Offsets.Memory, 0, _rows.Buffer, 2 * column, (long)_rowCount * TargetMemory.FourFloats);
    }

    private void ReadSparse(IComputeQueue queue, TargetMemory memory)
    {
        (_rowCount, _ignoredCount) = (0, 0);
        ReadOnlySpan<int> counts = _counts.Part<int>(0, 2 * _batch.Images);
        for (int image = 0; image < _batch.Images; image++)
        {
            _rowCount += counts[image];
            _ignoredCount += counts[_batch.Images + image];
        }

        long column = (long)_rowCount * sizeof(int);
        long offsets = (long)_rowCount * TargetMemory.FourFloats;
        _rows.Reserve(OffsetsAt + offsets + ((long)_ignoredCount * sizeof(int)));
        queue.Read(memory.Indices.Memory, 0, _rows.Buffer, 0, column);
        queue.Read(memory.Classes.Memory, 0, _rows.Buffer, column, column);
        queue.Read(memory.Objects.Memory, 0, _rows.Buffer, 2 * column, column);
        queue.Read(memory.Offsets.Memory, 0, _rows.Buffer, 3 * column, offsets);
        queue.Read(memory.Ignored.Memory, 0, _rows.Buffer, (3 * column) + offsets, (long)_ignoredCount * sizeof(int));
        queue.Finish();
    }

    private void DealDense(int image, AnchorTargets destination)
    {
        int first = image * anchorCount;
        ReadOnlySpan<int> matched = _rows.Part<int>((long)first * sizeof(int), anchorCount);
        ReadOnlySpan<int> classes = _rows.Part<int>((long)(_rowCount + first) * sizeof(int), anchorCount);
        ReadOnlySpan<float> offsets = _rows.Part<float>(OffsetsAt + ((long)first * TargetMemory.FourFloats), anchorCount * 4);
        destination.Resize(dense: true, anchorCount, ignoredCount: 0);
        Span<int> indices = destination.Indices;
        Span<int> objects = destination.Objects;
        for (int anchor = 0; anchor < anchorCount; anchor++)
        {
            indices[anchor] = anchor;
            objects[anchor] = Math.Max(matched[anchor], -1);
        }

        classes.CopyTo(destination.Classes);
        offsets.CopyTo(destination.Offsets);
    }

    private void DealSparse(int image, AnchorTargets destination)
    {
        ReadOnlySpan<int> counts = _counts.Part<int>(0, 2 * _batch.Images);
        ReadOnlySpan<int> numbers = _rows.Part<int>(0, 3 * _rowCount);
        ReadOnlySpan<float> offsets = _rows.Part<float>(OffsetsAt, _rowCount * 4);
        ReadOnlySpan<int> ignored = _rows.Part<int>(OffsetsAt + ((long)_rowCount * TargetMemory.FourFloats), _ignoredCount);
        int rows = counts[image], ignoredRows = counts[_batch.Images + image];
        destination.Resize(dense: false, rows, ignoredRows);
        numbers.Slice(_nextRow, rows).CopyTo(destination.Indices);
        numbers.Slice(_rowCount + _nextRow, rows).CopyTo(destination.Classes);
        numbers.Slice((2 * _rowCount) + _nextRow, rows).CopyTo(destination.Objects);
        offsets.Slice(_nextRow * 4, rows * 4).CopyTo(destination.Offsets);
        ignored.Slice(_nextIgnored, ignoredRows).CopyTo(destination.Ignored);
        _nextRow += rows;
        _nextIgnored += ignoredRows;
    }

    private void ReadChoices(IComputeQueue queue, TargetMemory memory)
    {
        long bytes = (long)_batch.Boxes * TargetMemory.ChoiceBytes;
        _choices.Reserve(2 * bytes);
        queue.Read(memory.Best.Memory, 0, _choices.Buffer, 0, bytes);
        queue.Read(memory.Own.Memory, 0, _choices.Buffer, bytes, bytes);
    }
}
