using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Cli.Inspect;

/// <summary>Pictures, their sizes, labels and boxes.</summary>
internal sealed class ObjectStatistics
{
    private const int SmallBelow = 32 * 32;
    private const int MediumBelow = 96 * 96;
    private readonly Dictionary<ImageShape, long> _shapes = [];
    private readonly SortedDictionary<string, long> _labels = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _imageLabels = new(StringComparer.Ordinal);
    private readonly long[] _sizes = new long[3];

    /// <summary>Records by size of their stored picture.</summary>
    public IReadOnlyDictionary<ImageShape, long> Shapes => _shapes;

    /// <summary>Objects by label.</summary>
    public IReadOnlyDictionary<string, long> Labels => _labels;

    /// <summary>Pictures by label of the whole picture.</summary>
    public IReadOnlyDictionary<string, long> ImageLabels => _imageLabels;

    /// <summary>Boxes per picture, of records that have box keys.</summary>
    public Spread PerPicture { get; } = new();

    /// <summary>Square root of the box area in pixels of the stored picture.</summary>
    public Spread Side { get; } = new();

    /// <summary>Records that have box keys but no box.</summary>
    public long PicturesWithoutObjects { get; private set; }

    /// <summary>Boxes whose edges are out of order or outside the picture.</summary>
    public long UnsoundBoxes { get; private set; }

    /// <summary>Number of boxes of a size.</summary>
    public long CountOf(ObjectSize size) => _sizes[(int)size];

    /// <summary>Size class of a box.</summary>
    public static ObjectSize SizeOf(BoxCorners box, ImageShape shape)
    {
        double area = (double)box.Area * shape.Pixels;
        return area < SmallBelow ? ObjectSize.Small : area < MediumBelow ? ObjectSize.Medium : ObjectSize.Large;
    }

    /// <summary>Takes in a record.</summary>
    public void Add(ExampleRecord record)
    {
        ImageShape? shape = RecordObjects.ShapeOf(record);
        if (shape is { } known)
            Count(_shapes, known);
        string imageLabel = RecordObjects.ImageLabelOf(record);
        if (imageLabel.Length > 0)
            Count(_imageLabels, imageLabel);
        if (!record.Has(RecordKeys.BoxXMin))
            return;
        BoxCorners[] boxes = RecordObjects.BoxesOf(record);
        PerPicture.Add(boxes.Length);
        PicturesWithoutObjects += boxes.Length == 0 ? 1 : 0;
        for (int i = 0; i < boxes.Length; i++)
        {
            Count(_labels, RecordObjects.LabelOf(record, i));
            AddBox(boxes[i], shape);
        }
    }

    private void AddBox(BoxCorners box, ImageShape? shape)
    {
        if (!RecordObjects.IsSound(box))
        {
            UnsoundBoxes++;
            return;
        }

        if (shape is not { } known)
            return;
        _sizes[(int)SizeOf(box, known)]++;
        Side.Add(Math.Sqrt((double)box.Area * known.Pixels));
    }

    private static void Count<TKey>(IDictionary<TKey, long> counts, TKey key)
        where TKey : notnull => counts[key] = (counts.TryGetValue(key, out long count) ? count : 0) + 1;
}
