using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Gpu.Execution;

/// <summary>
/// The samples of a batch as the host knows them, one behind the other: all that a record needs besides pixels and targets. Lives longer
/// than the memory on the device, so that a failed batch can be done again. Allocates only for a batch larger than any before.
/// </summary>
internal sealed class BatchEntries
{
    private WorkItem[] _items = new WorkItem[64];
    private DecodePlan[] _plans = new DecodePlan[64];
    private BoxCorners[] _corners = new BoxCorners[256];
    private int[] _labels = new int[256];
    private int[] _boxStarts = new int[65];
    private byte[] _logs = new byte[16 << 10];
    private int[] _logStarts = new int[65];

    /// <summary>Samples taken.</summary>
    public int Count { get; private set; }

    /// <summary>Corners of all boxes, in shares of the output picture.</summary>
    public ReadOnlySpan<BoxCorners> Boxes => _corners.AsSpan(0, _boxStarts[Count]);

    /// <summary>Label id of each box.</summary>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, _boxStarts[Count]);

    /// <summary>int32 [samples + 1]: where the boxes of each sample start.</summary>
    public ReadOnlySpan<int> BoxStarts => _boxStarts.AsSpan(0, Count + 1);

    /// <summary>A sample and its place in the output.</summary>
    /// <param name="number">Place in the batch.</param>
    public WorkItem Item(int number) => _items[number];

    /// <summary>What the header of a sample's file promised.</summary>
    /// <param name="number">Place in the batch.</param>
    public DecodePlan Plan(int number) => _plans[number];

    /// <summary>Corners of a sample's boxes.</summary>
    /// <param name="number">Place in the batch.</param>
    public ReadOnlySpan<BoxCorners> BoxesOf(int number) => _corners.AsSpan(_boxStarts[number].._boxStarts[number + 1]);

    /// <summary>Label ids of a sample's boxes.</summary>
    /// <param name="number">Place in the batch.</param>
    public ReadOnlySpan<int> LabelsOf(int number) => _labels.AsSpan(_boxStarts[number].._boxStarts[number + 1]);

    /// <summary>Drawn parameters of a sample as JSON.</summary>
    /// <param name="number">Place in the batch.</param>
    public ReadOnlySpan<byte> LogOf(int number) => _logs.AsSpan(_logStarts[number].._logStarts[number + 1]);

    /// <summary>Forgets all samples.</summary>
    public void Clear() => Count = 0;

    /// <summary>Takes a sample over.</summary>
    /// <param name="item">Sample and place.</param>
    /// <param name="plan">What its header promised.</param>
    /// <param name="objects">Objects in view, in pixels of the output picture.</param>
    /// <param name="output">Output shape.</param>
    /// <param name="log">Drawn parameters as JSON.</param>
    public void Add(WorkItem item, in DecodePlan plan, ObjectList objects, ImageShape output, ReadOnlySpan<byte> log)
    {
        int firstBox = _boxStarts[Count], firstByte = _logStarts[Count];
        Grow(ref _items, Count + 1);
        Grow(ref _plans, Count + 1);
        Grow(ref _boxStarts, Count + 2);
        Grow(ref _logStarts, Count + 2);
        Grow(ref _corners, firstBox + objects.Count);
        Grow(ref _labels, firstBox + objects.Count);
        Grow(ref _logs, firstByte + log.Length);
        for (int i = 0; i < objects.Count; i++)
            _corners[firstBox + i] = objects.Boxes[i].ToCorners(output);
        objects.Labels.CopyTo(_labels.AsSpan(firstBox));
        log.CopyTo(_logs.AsSpan(firstByte));
        _items[Count] = item;
        _plans[Count] = plan;
        Count++;
        _boxStarts[Count] = firstBox + objects.Count;
        _logStarts[Count] = firstByte + log.Length;
    }

    private static void Grow<T>(ref T[] values, int count)
    {
        if (values.Length < count)
            Array.Resize(ref values, Math.Max(count, values.Length * 2));
    }
}
