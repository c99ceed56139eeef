using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Cli.Inspect;

/// <summary>How objects and anchors were matched.</summary>
internal sealed class AnchorStatistics
{
    private readonly Spread[] _perObjectBySize = [new(), new(), new()];

    /// <summary>Positive anchors per picture, of records that have anchors.</summary>
    public Spread PerPicture { get; } = new();

    /// <summary>Positive anchors per object.</summary>
    public Spread PerObject { get; } = new();

    /// <summary>Ignored anchors per picture.</summary>
    public Spread IgnoredPerPicture { get; } = new();

    /// <summary>Objects that no anchor answers for: a detector cannot learn them.</summary>
    public long ObjectsWithoutAnchor { get; private set; }

    /// <summary>Records with one row per anchor.</summary>
    public long DenseRecords { get; private set; }

    /// <summary>Positive anchors per object of a size.</summary>
    public Spread PerObjectOf(ObjectSize size) => _perObjectBySize[(int)size];

    /// <summary>Takes in a record.</summary>
    public void Add(ExampleRecord record)
    {
        if (!record.Has(RecordKeys.AnchorClass))
            return;
        ReadOnlySpan<long> classes = record.Integers(RecordKeys.AnchorClass);
        ReadOnlySpan<long> objects = record.Integers(RecordKeys.AnchorObject);
        BoxCorners[] boxes = RecordObjects.BoxesOf(record);
        long[] perObject = new long[boxes.Length];
        int positive = 0;
        int ignored = record.Integers(RecordKeys.AnchorIgnore).Length;
        for (int row = 0; row < classes.Length; row++)
        {
            ignored += classes[row] < 0 ? 1 : 0;
            if (classes[row] <= 0)
                continue;
            positive++;
            if (row < objects.Length && objects[row] >= 0 && objects[row] < perObject.Length)
                perObject[objects[row]]++;
        }

        DenseRecords += record.Has(RecordKeys.AnchorIndex) ? 0 : 1;
        PerPicture.Add(positive);
        IgnoredPerPicture.Add(ignored);
        if (record.Has(RecordKeys.AnchorObject))
            AddObjects(record, boxes, perObject);
    }

    private void AddObjects(ExampleRecord record, BoxCorners[] boxes, long[] perObject)
    {
        ImageShape? shape = RecordObjects.ShapeOf(record);
        for (int i = 0; i < boxes.Length; i++)
        {
            PerObject.Add(perObject[i]);
            ObjectsWithoutAnchor += perObject[i] == 0 ? 1 : 0;
            if (shape is { } known && RecordObjects.IsSound(boxes[i]))
                PerObjectOf(ObjectStatistics.SizeOf(boxes[i], known)).Add(perObject[i]);
        }
    }
}
