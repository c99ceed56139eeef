using System.Text.Json;
using FeatureForge.Records.Encode;

namespace FeatureForge.Records.Shards;

/// <summary>The manifest of a complete folder: where the records came from, every shard, and what came in and out.</summary>
public sealed class Manifest
{
    /// <summary>Most characters of the serving part: it travels in every header of a feed, which holds 65,536 bytes in all.</summary>
    public const int LargestServing = 16_384;

    private const string Format = "featureforge-shards";
    private const int FormatVersion = 1;

    private Manifest(JsonElement root, IReadOnlyList<ManifestShard> shards)
    {
        JsonElement counts = root.GetProperty("counts");
        Profile = OutputState.Text(root, "profile");
        Seed = root.GetProperty("seed").GetUInt64();
        Serving = ReadServing(root);
        AnchorSet = root.TryGetProperty("targets", out _) ? OutputState.Text(root, "targets") : null;
        Labels = [.. root.GetProperty("labels").EnumerateArray().Select(label => OutputState.Text(label, "name"))];
        AnchorLevels = DatasetAnchorLevel.ReadAll(root);
        Fingerprints = OutputState.ReadFingerprints(root);
        Shards = shards;
        RecordsIn = counts.GetProperty("in").GetInt64();
        RecordsOut = counts.GetProperty("out").GetInt64();
        Quarantined = counts.GetProperty("quarantined").GetInt64();
    }

    /// <summary>What the content depends on.</summary>
    public OutputFingerprints Fingerprints { get; }

    /// <summary>Name of the profile, <c>tf-od</c> or <c>tfds</c>.</summary>
    public string Profile { get; }

    /// <summary>Seed of the recipe.</summary>
    public ulong Seed { get; }

    /// <summary>What a device does to a photo before the model sees it, as JSON on one line; null in manifests of engines that did not write it.</summary>
    public string? Serving { get; }

    /// <summary>SHA-256 of the anchor set that the records were matched with, as text; null where they have no targets.</summary>
    public string? AnchorSet { get; }

    /// <summary>Names of the labels by their id, counted from 0 whatever the profile writes.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Levels of an anchor set that the recipe laid out itself; empty for a set known by name.</summary>
    public IReadOnlyList<DatasetAnchorLevel> AnchorLevels { get; }

    /// <summary>Anchors of <see cref="AnchorLevels"/>; null where there are none.</summary>
    public int? AnchorCount => AnchorLevels.Count == 0 ? null : (int)Math.Min(AnchorLevels.Sum(level => level.Anchors), int.MaxValue);

    /// <summary>Shards of all splits.</summary>
    public IReadOnlyList<ManifestShard> Shards { get; }

    /// <summary>Samples planned, all epochs counted.</summary>
    public long RecordsIn { get; }

    /// <summary>Records written.</summary>
    public long RecordsOut { get; }

    /// <summary>Samples that did not become records.</summary>
    public long Quarantined { get; }

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">Path of <c>manifest.json</c>.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The file is no manifest of this program.</exception>
    public static Manifest Read(string path) => OutputState.Read(path, root =>
    {
        if (OutputState.Text(root, "format") != Format)
            throw new FormatException($"format is not {Format}");
        List<ManifestShard> shards = [];
        foreach (JsonElement split in root.GetProperty("splits").EnumerateArray())
            shards.AddRange(split.GetProperty("shards").EnumerateArray().Select(ReadShard));
        return new Manifest(root, shards);
    }, RecordErrors.NotOurManifest);

    internal static byte[] Write(OutputFingerprints fingerprints, DatasetDescription dataset, ShardPlan plan, IReadOnlyList<ShardResult> results) =>
        JsonText.Document(json =>
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("formatVersion", FormatVersion);
            OutputState.WriteFingerprints(json, fingerprints);
            json.WriteNumber("seed", dataset.Seed);
            json.WriteString("profile", RecordProfiles.NameOf(dataset.Profile));
            if (dataset.AnchorSet is { } anchorSet)
                json.WriteString("targets", anchorSet);
            WriteServing(json, dataset);
            if (dataset.AnchorLevels.Count > 0)
                DatasetAnchorLevel.WriteAll(json, dataset.AnchorLevels);
            WriteLabels(json, dataset);
            WriteSplits(json, plan, results);
            WriteCounts(json, plan, results);
            json.WriteEndObject();
        });

    private static string? ReadServing(JsonElement root)
    {
        if (!root.TryGetProperty("serving", out JsonElement serving))
            return null;
        if (serving.ValueKind != JsonValueKind.Object)
            throw new FormatException("serving is no object");
        string text = JsonSerializer.Serialize(serving);
        return text.Length <= LargestServing ? text : throw new FormatException($"serving has {text.Length} characters, at most {LargestServing} are read");
    }

    // On one line: a manifest is read by people too, and its arrays of two numbers would take four lines each.
    private static void WriteServing(Utf8JsonWriter json, DatasetDescription dataset)
    {
        if (dataset.Serving is not { } serving)
            return;
        json.WritePropertyName("serving");
        json.WriteRawValue(serving);
    }

    private static void WriteLabels(Utf8JsonWriter json, DatasetDescription dataset)
    {
        json.WriteStartArray("labels");
        for (int id = 0; id < dataset.Labels.Names.Count; id++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", id + RecordProfiles.FirstLabel(dataset.Profile));
            json.WriteString("name", dataset.Labels.Names[id]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSplits(Utf8JsonWriter json, ShardPlan plan, IReadOnlyList<ShardResult> results)
    {
        json.WriteStartArray("splits");
        foreach (var split in plan.Shards.GroupBy(shard => shard.Split, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", split.Key);
            json.WriteNumber("records", split.Sum(shard => (long)results[shard.Index].Records));
            json.WriteStartArray("shards");
            foreach (PlannedShard shard in split)
            {
                ShardResult result = results[shard.Index];
                json.WriteStartObject();
                json.WriteString("name", shard.Name.ToString());
                json.WriteNumber("records", result.Records);
                json.WriteNumber("bytes", result.Bytes);
                json.WriteString("crc32c", JsonText.Hexadecimal(result.Crc32C));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCounts(Utf8JsonWriter json, ShardPlan plan, IReadOnlyList<ShardResult> results)
    {
        json.WriteStartObject("counts");
        json.WriteNumber("in", plan.Entries);
        json.WriteNumber("out", results.Sum(result => (long)result.Records));
        json.WriteNumber("quarantined", results.Sum(result => (long)result.Quarantined.Count));
        json.WriteStartObject("outBySplit");
        foreach (var split in plan.Shards.GroupBy(shard => shard.Split, StringComparer.Ordinal))
            json.WriteNumber(split.Key, split.Sum(shard => (long)results[shard.Index].Records));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static ManifestShard ReadShard(JsonElement shard) => new(
        OutputState.Text(shard, "name"),
        shard.GetProperty("records").GetInt32(),
        shard.GetProperty("bytes").GetInt64(),
        OutputState.ReadCrc(shard.GetProperty("crc32c")));
}
