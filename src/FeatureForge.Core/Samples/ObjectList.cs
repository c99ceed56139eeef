using FeatureForge.Core.Shapes;

namespace FeatureForge.Core.Samples;

/// <summary>The objects of one sample while its picture is cropped, flipped and turned: box, label and original number. Reused from sample to sample.</summary>
public sealed class ObjectList
{
    private BoxPixels[] _boxes = new BoxPixels[16];
    private int[] _labels = new int[16];
    private int[] _numbers = new int[16];

    /// <summary>Number of objects.</summary>
    public int Count { get; private set; }

    /// <summary>Boxes in pixels of the current picture; writable.</summary>
    public Span<BoxPixels> Boxes => _boxes.AsSpan(0, Count);

    /// <summary>Label id of each object.</summary>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, Count);

    /// <summary>Position of each object in the sample's annotation.</summary>
    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, Count);

    /// <summary>Removes all objects.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds an object.</summary>
    /// <param name="box">Box in pixels.</param>
    /// <param name="label">Label id.</param>
    /// <param name="number">Position in the sample's annotation.</param>
    public void Add(BoxPixels box, int label, int number)
    {
        if (Count == _boxes.Length)
        {
            Array.Resize(ref _boxes, Count * 2);
            Array.Resize(ref _labels, Count * 2);
            Array.Resize(ref _numbers, Count * 2);
        }

        _boxes[Count] = box;
        _labels[Count] = label;
        _numbers[Count] = number;
        Count++;
    }

    /// <summary>Keeps the objects whose flag is set, in their order.</summary>
    /// <param name="keep">One flag per object.</param>
    public void Keep(ReadOnlySpan<bool> keep)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (!keep[i])
                continue;
            _boxes[kept] = _boxes[i];
            _labels[kept] = _labels[i];
            _numbers[kept] = _numbers[i];
            kept++;
        }

        Count = kept;
    }
}
