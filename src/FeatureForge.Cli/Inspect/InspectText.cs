using System.Globalization;
using FeatureForge.Cli.Commands;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Cli.Inspect;

/// <summary>Writes statistics for people: short headed tables with aligned columns.</summary>
internal static class InspectText
{
    private const int MostImageSizes = 8;
    private const int MostShards = 40;

    /// <summary>Writes everything.</summary>
    public static void Write(ShardStatistics statistics, TextWriter writer)
    {
        WriteCounts(statistics, writer);
        WriteSchema(statistics, writer);
        WritePictures(statistics.Objects, writer);
        WriteObjects(statistics.Objects, writer);
        WriteAnchors(statistics.Anchors, writer);
        WriteAugmentations(statistics.Augmentations, writer);
    }

    private static void WriteCounts(ShardStatistics statistics, TextWriter writer)
    {
        writer.WriteLine($"{Number(statistics.Records)} records in {Number(statistics.Shards.Count)} shards{(statistics.Epochs.Count > 1 ? $", {statistics.Epochs.Count} epochs" : "")}");
        var splits = new ColumnTable(1, "split", "shards", "records");
        foreach (var (split, records) in statistics.Splits)
            splits.Add(split, Number(statistics.Shards.Keys.Count(shard => ShardStatistics.SplitOf(shard) == split)), Number(records));
        splits.Write(writer);
        Head("Shards", writer);
        var shards = new ColumnTable(1, "shard", "records");
        foreach (var (shard, records) in statistics.Shards.Take(MostShards))
            shards.Add(shard, Number(records));
        shards.Write(writer);
        if (statistics.Shards.Count > MostShards)
            writer.WriteLine($"  and {Number(statistics.Shards.Count - MostShards)} more (--json lists all)");
    }

    private static void WriteSchema(ShardStatistics statistics, TextWriter writer)
    {
        Head("Schema", writer);
        var table = new ColumnTable(2, "key", "type", "records", "shortest", "mean", "longest", "bytes");
        foreach (var (key, values) in statistics.Schema.Keys)
        {
            string type = values.OtherType == 0 ? values.TypeName : $"{values.TypeName} (!)";
            table.Add([key, type, Number(values.Lengths.Count), .. Three(values.Lengths), Number(values.ContentBytes)]);
        }

        table.Write(writer);
        foreach (var (key, values) in statistics.Schema.Keys.Where(pair => pair.Value.OtherType > 0))
            writer.WriteLine($"  (!) {TerminalText.Clean(key)} has another type in {Number(values.OtherType)} records");
        foreach (var (key, values) in statistics.Schema.Keys.Where(pair => pair.Value.Lengths.Count < statistics.Records))
            writer.WriteLine($"  (!) {TerminalText.Clean(key)} is missing in {Number(statistics.Records - values.Lengths.Count)} records");
    }

    private static void WritePictures(ObjectStatistics objects, TextWriter writer)
    {
        if (objects.Shapes.Count == 0)
            return;
        Head("Pictures", writer);
        var table = new ColumnTable(1, "width x height", "records");
        foreach (var (shape, records) in objects.Shapes.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Pixels).Take(MostImageSizes))
            table.Add(shape.ToString(), Number(records));
        table.Write(writer);
        if (objects.Shapes.Count > MostImageSizes)
            writer.WriteLine($"  and {Number(objects.Shapes.Count - MostImageSizes)} more sizes");
        WriteLabels("picture label", objects.ImageLabels, writer);
    }

    private static void WriteObjects(ObjectStatistics objects, TextWriter writer)
    {
        if (objects.PerPicture.Count == 0)
            return;
        Head("Objects", writer);
        WriteLabels("label", objects.Labels, writer);
        var spreads = new ColumnTable(1, "", "min", "mean", "max");
        spreads.Add(["boxes per picture", .. Three(objects.PerPicture)]);
        spreads.Add(["side of a box (px)", .. Three(objects.Side)]);
        spreads.Write(writer);
        var sizes = new ColumnTable(1, "size", "boxes");
        sizes.Add("small (< 32 px)", Number(objects.CountOf(ObjectSize.Small)));
        sizes.Add("medium (< 96 px)", Number(objects.CountOf(ObjectSize.Medium)));
        sizes.Add("large", Number(objects.CountOf(ObjectSize.Large)));
        sizes.Write(writer);
        writer.WriteLine($"  pictures without objects: {Number(objects.PicturesWithoutObjects)}");
        if (objects.UnsoundBoxes > 0)
            writer.WriteLine($"  (!) boxes out of order or outside the picture: {Number(objects.UnsoundBoxes)}");
    }

    private static void WriteAnchors(AnchorStatistics anchors, TextWriter writer)
    {
        if (anchors.PerPicture.Count == 0)
            return;
        Head($"Anchors ({(anchors.DenseRecords > 0 ? "dense" : "sparse")})", writer);
        var table = new ColumnTable(1, "", "min", "mean", "max");
        table.Add(["positive anchors per picture", .. Three(anchors.PerPicture)]);
        if (anchors.IgnoredPerPicture.Maximum > 0)
            table.Add(["ignored anchors per picture", .. Three(anchors.IgnoredPerPicture)]);
        if (anchors.PerObject.Count > 0)
            table.Add(["positive anchors per object", .. Three(anchors.PerObject)]);
        foreach (ObjectSize size in Enum.GetValues<ObjectSize>())
        {
            if (anchors.PerObjectOf(size).Count > 0)
                table.Add([$"  {size.ToString().ToLowerInvariant()} objects", .. Three(anchors.PerObjectOf(size))]);
        }

        table.Write(writer);
        if (anchors.PerObject.Count > 0)
            writer.WriteLine($"  objects without an anchor: {Number(anchors.ObjectsWithoutAnchor)}");
    }

    private static void WriteAugmentations(AugmentationStatistics augmentations, TextWriter writer)
    {
        if (augmentations.Records == 0)
            return;
        Head("Augmentations", writer);
        var table = new ColumnTable(2, "step", "drawn", "records", "share", "min", "mean", "max");
        foreach (var (name, step) in augmentations.Steps)
        {
            string share = (100.0 * step.Records / augmentations.Records).ToString("0.0", CultureInfo.InvariantCulture) + " %";
            if (step.Parameters.Count == 0)
                table.Add(name, "", Number(step.Records), share, "", "", "");
            bool first = true;
            foreach (var (parameter, spread) in step.Parameters)
            {
                table.Add([first ? name : "", parameter, first ? Number(step.Records) : "", first ? share : "", .. Three(spread)]);
                first = false;
            }
        }

        table.Write(writer);
        writer.WriteLine($"  records without any: {Number(augmentations.Untouched)}");
        if (augmentations.Unreadable > 0)
            writer.WriteLine($"  (!) logs that are not JSON: {Number(augmentations.Unreadable)}");
    }

    private static void WriteLabels(string head, IReadOnlyDictionary<string, long> labels, TextWriter writer)
    {
        var table = new ColumnTable(1, head, "count");
        foreach (var (label, count) in labels)
            table.Add(label.Length == 0 ? "(none)" : label, Number(count));
        table.Write(writer);
    }

    private static void Head(string text, TextWriter writer)
    {
        writer.WriteLine();
        writer.WriteLine(text);
    }

    private static string[] Three(Spread spread) => [Fraction(spread.Minimum), Fraction(spread.Mean), Fraction(spread.Maximum)];

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Fraction(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);
}
