using System.Text.Json;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Cli.Inspect;

/// <summary>Writes statistics for programs. Names are camelCase, a spread is an object of minimum, mean and maximum.</summary>
internal static class InspectJson
{
    /// <summary>Writes one JSON object.</summary>
    public static void Write(ShardStatistics statistics, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("records", statistics.Records);
        WriteShards(statistics, json);
        WriteSchema(statistics.Schema, json);
        WritePictures(statistics.Objects, json);
        WriteObjects(statistics.Objects, json);
        WriteAnchors(statistics.Anchors, json);
        WriteAugmentations(statistics.Augmentations, json);
        json.WriteEndObject();
    }

    private static void WriteShards(ShardStatistics statistics, Utf8JsonWriter json)
    {
        WriteCounts("splits", statistics.Splits, json);
        json.WriteStartArray("shards");
        foreach (var (shard, records) in statistics.Shards)
        {
            json.WriteStartObject();
            json.WriteString("name", shard);
            json.WriteString("split", ShardStatistics.SplitOf(shard));
            json.WriteNumber("records", records);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("epochs");
        foreach (long epoch in statistics.Epochs)
            json.WriteNumberValue(epoch);
        json.WriteEndArray();
    }

    private static void WriteSchema(SchemaStatistics schema, Utf8JsonWriter json)
    {
        json.WriteStartArray("keys");
        foreach (var (key, values) in schema.Keys)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteString("type", values.TypeName);
            json.WriteNumber("records", values.Lengths.Count);
            WriteSpread("length", values.Lengths, json);
            json.WriteNumber("bytes", values.ContentBytes);
            json.WriteNumber("recordsOfOtherType", values.OtherType);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePictures(ObjectStatistics objects, Utf8JsonWriter json)
    {
        json.WriteStartObject("pictures");
        json.WriteStartArray("sizes");
        foreach (var (shape, records) in objects.Shapes.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Width).ThenBy(pair => pair.Key.Height))
        {
            json.WriteStartObject();
            json.WriteNumber("width", shape.Width);
            json.WriteNumber("height", shape.Height);
            json.WriteNumber("records", records);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteCounts("labels", objects.ImageLabels, json);
        json.WriteEndObject();
    }

    private static void WriteObjects(ObjectStatistics objects, Utf8JsonWriter json)
    {
        json.WriteStartObject("objects");
        json.WriteNumber("count", (long)objects.PerPicture.Sum);
        WriteSpread("perPicture", objects.PerPicture, json);
        json.WriteNumber("picturesWithoutObjects", objects.PicturesWithoutObjects);
        WriteCounts("labels", objects.Labels, json);
        json.WriteStartObject("sizes");
        foreach (ObjectSize size in Enum.GetValues<ObjectSize>())
            json.WriteNumber(size.ToString().ToLowerInvariant(), objects.CountOf(size));
        json.WriteEndObject();
        WriteSpread("side", objects.Side, json);
        json.WriteNumber("unsoundBoxes", objects.UnsoundBoxes);
        json.WriteEndObject();
    }

    private static void WriteAnchors(AnchorStatistics anchors, Utf8JsonWriter json)
    {
        json.WriteStartObject("anchors");
        json.WriteNumber("records", anchors.PerPicture.Count);
        json.WriteNumber("denseRecords", anchors.DenseRecords);
        WriteSpread("positivePerPicture", anchors.PerPicture, json);
        WriteSpread("ignoredPerPicture", anchors.IgnoredPerPicture, json);
        WriteSpread("positivePerObject", anchors.PerObject, json);
        json.WriteStartObject("positivePerObjectBySize");
        foreach (ObjectSize size in Enum.GetValues<ObjectSize>())
            WriteSpread(size.ToString().ToLowerInvariant(), anchors.PerObjectOf(size), json);
        json.WriteEndObject();
        json.WriteNumber("objectsWithoutAnchor", anchors.ObjectsWithoutAnchor);
        json.WriteEndObject();
    }

    private static void WriteAugmentations(AugmentationStatistics augmentations, Utf8JsonWriter json)
    {
        json.WriteStartObject("augmentations");
        json.WriteNumber("records", augmentations.Records);
        json.WriteNumber("untouched", augmentations.Untouched);
        json.WriteNumber("unreadable", augmentations.Unreadable);
        json.WriteStartObject("steps");
        foreach (var (name, step) in augmentations.Steps)
        {
            json.WriteStartObject(name);
            json.WriteNumber("records", step.Records);
            json.WriteStartObject("parameters");
            foreach (var (parameter, spread) in step.Parameters)
                WriteSpread(parameter, spread, json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCounts(string name, IReadOnlyDictionary<string, long> counts, Utf8JsonWriter json)
    {
        json.WriteStartObject(name);
        foreach (var (key, count) in counts)
            json.WriteNumber(key, count);
        json.WriteEndObject();
    }

    private static void WriteSpread(string name, Spread spread, Utf8JsonWriter json)
    {
        json.WriteStartObject(name);
        json.WriteNumber("minimum", spread.Minimum);
        json.WriteNumber("mean", spread.Mean);
        json.WriteNumber("maximum", spread.Maximum);
        json.WriteEndObject();
    }
}
