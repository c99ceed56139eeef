using FeatureForge.Cli.Pictures;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Inspect;

/// <summary>Draws the contact sheet of <c>inspect --pictures</c>: stored pictures with their boxes and matched anchors.</summary>
internal sealed class RecordPictures
{
    private readonly EvenSelection<ExampleRecord> _selection;
    private readonly Func<int, BoxCorners>? _anchorBox;
    private readonly Func<byte[], Picture>? _decode;
    private readonly Action<ExampleRecord, string>? _notDrawn;
    private long _offered;

    /// <summary>Prepares a sheet.</summary>
    /// <param name="count">Pictures wanted.</param>
    /// <param name="anchorBox">Box of an anchor by its number; null when the anchor set is not known, then no anchors are drawn.</param>
    /// <param name="decode">Decodes <c>image/encoded</c>; null when encoded pictures shall be passed over.</param>
    /// <param name="notDrawn">Is told of each record on the sheet whose encoded picture cannot be decoded, and why.</param>
    public RecordPictures(int count, Func<int, BoxCorners>? anchorBox, Func<byte[], Picture>? decode = null, Action<ExampleRecord, string>? notDrawn = null)
    {
        _selection = new EvenSelection<ExampleRecord>(count);
        _anchorBox = anchorBox;
        _decode = decode;
        _notDrawn = notDrawn;
    }

    /// <summary>Anchors drawn on one picture at most, 1 or more. Hundreds of outlines would hide it; an even part of them shows where they lie just as well.</summary>
    public int MostAnchors { get; init; } = 200;

    /// <summary>Offers a record; those without a picture are passed over.</summary>
    public void Add(ExampleRecord record)
    {
        if (!HasPicture(record))
            return;
        _offered++;
        _selection.Add(record);
    }

    /// <summary>Draws the sheet.</summary>
    /// <param name="title">First line, for example the name of the folder.</param>
    public Picture Draw(string title)
    {
        SheetTile[] tiles = [.. _selection.Items().Select(TileOf)];
        string subtitle = $"{tiles.Length} of {_offered} records with a picture, spread evenly over the shards";
        return ContactSheet.Draw(tiles, new ContactSheetOptions { Title = title, Subtitle = subtitle });
    }

    /// <summary>The tile of a record that has a picture; one that cannot be decoded says why in its place.</summary>
    public SheetTile TileOf(ExampleRecord record)
    {
        SheetBox[] boxes = [.. RecordObjects.BoxesOf(record).Select((box, i) => new SheetBox(box, RecordObjects.LabelOf(record, i)))];
        string caption = CaptionOf(record, boxes.Length);
        try
        {
            return new SheetTile(PictureOf(record), caption, boxes) { Anchors = AnchorsOf(record) };
        }
        catch (BadSampleException exception)
        {
            _notDrawn?.Invoke(record, exception.Message);
            return new SheetTile(new Picture(new ImageShape(1, 1)), caption, []) { Note = $"cannot be drawn ({exception.Reason}): {exception.Message}" };
        }
    }

    private bool HasPicture(ExampleRecord record)
    {
        ReadOnlySpan<byte[]> raw = record.Bytes(RecordKeys.ImageRaw);
        if (raw.Length == 1)
            return RecordObjects.ShapeOf(record) is { } shape && raw[0].LongLength == shape.RgbBytes;
        return _decode is not null && record.Bytes(RecordKeys.ImageEncoded).Length == 1;
    }

    private Picture PictureOf(ExampleRecord record)
    {
        ReadOnlySpan<byte[]> raw = record.Bytes(RecordKeys.ImageRaw);
        return raw.Length == 1 ? new Picture(RecordObjects.ShapeOf(record)!.Value, raw[0]) : _decode!(record.Bytes(RecordKeys.ImageEncoded)[0]);
    }

    private static string CaptionOf(ExampleRecord record, int boxes)
    {
        string name = RecordObjects.TextOf(record, RecordKeys.SampleKey);
        if (name.Length == 0)
            name = RecordObjects.TextOf(record, RecordKeys.ImageFilename);
        string label = RecordObjects.ImageLabelOf(record);
        string positive = record.Has(RecordKeys.AnchorClass) ? $", {PositiveAnchors(record).Count} anchors" : "";
        string objects = record.Has(RecordKeys.BoxXMin) ? $", {boxes} {(boxes == 1 ? "box" : "boxes")}" : "";
        string place = record.Shard.Length == 0 ? "" : $"{ShardStatistics.SplitOf(record.Shard)} #{record.Number}";
        return $"{name}{(label.Length > 0 ? $" ({label})" : "")}\n{$"{place}{objects}{positive}".TrimStart(' ', ',')}";
    }

    private BoxCorners[] AnchorsOf(ExampleRecord record)
    {
        if (_anchorBox is null)
            return [];
        var shown = new EvenSelection<int>(MostAnchors);
        foreach (int anchor in PositiveAnchors(record))
            shown.Add(anchor);
        return [.. shown.Items().Select(_anchorBox)];
    }

    private static List<int> PositiveAnchors(ExampleRecord record)
    {
        ReadOnlySpan<long> classes = record.Integers(RecordKeys.AnchorClass);
        ReadOnlySpan<long> indices = record.Integers(RecordKeys.AnchorIndex);
        bool sparse = record.Has(RecordKeys.AnchorIndex);
        var anchors = new List<int>();
        for (int row = 0; row < classes.Length; row++)
        {
            if (classes[row] > 0 && (!sparse || row < indices.Length))
                anchors.Add(sparse ? (int)indices[row] : row);
        }

        return anchors;
    }
}
