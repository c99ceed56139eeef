using System.Globalization;
using System.Text.Json;

namespace FeatureForge.Records.Shards;

/// <summary>What the state folder and the manifest say; the text forms of both records of a run's progress.</summary>
internal static class OutputState
{
    private const int FormatVersion = 1;
    private const int LargestFile = 64 << 20;

    /// <summary>The state of a run: fingerprints, and the number of shards of each split.</summary>
    public static byte[] WriteRun(OutputFingerprints fingerprints, ShardPlan plan) => JsonText.Document(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("formatVersion", FormatVersion);
        WriteFingerprints(json, fingerprints);
        json.WriteStartObject("shards");
        foreach (PlannedShard shard in plan.Shards)
        {
            if (shard.Number == 0)
                json.WriteNumber(shard.Split, shard.Of);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static (OutputFingerprints Fingerprints, IReadOnlyList<ShardName> Shards) ReadRun(string path) => Read(path, root =>
    {
        List<ShardName> shards = [];
        foreach (JsonProperty split in root.GetProperty("shards").EnumerateObject())
        {
            int of = split.Value.GetInt32();
            if (of is < 1 or > ShardName.MaximumShards || !ShardName.IsValidSplit(split.Name))
                throw new FormatException($"split '{split.Name}' with {of} shards");
            shards.AddRange(Enumerable.Range(0, of).Select(number => new ShardName(split.Name, number, of)));
        }

        return (ReadFingerprints(root), (IReadOnlyList<ShardName>)shards);
    });

    public static void WriteFingerprints(Utf8JsonWriter json, OutputFingerprints fingerprints)
    {
        json.WriteString("engineVersion", fingerprints.Engine);
        json.WriteString("recipeFingerprint", fingerprints.Recipe);
        json.WriteString("sourceFingerprint", fingerprints.Source);
    }

    public static OutputFingerprints ReadFingerprints(JsonElement root) => new(
        Text(root, "recipeFingerprint"), Text(root, "sourceFingerprint"), Text(root, "engineVersion"));

    public static byte[] WriteShard(ShardResult result) => JsonText.Document(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("records", result.Records);
        json.WriteNumber("bytes", result.Bytes);
        json.WriteString("crc32c", JsonText.Hexadecimal(result.Crc32C));
        json.WriteStartArray("quarantined");
        foreach (QuarantinedEntry entry in result.Quarantined)
        {
            json.WriteStartObject();
            json.WriteNumber("place", entry.Place);
            WriteQuarantined(json, entry, split: null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static ShardResult ReadShard(string path) => Read(path, root => new ShardResult(
        root.GetProperty("records").GetInt32(),
        root.GetProperty("bytes").GetInt64(),
        ReadCrc(root.GetProperty("crc32c")),
        [.. root.GetProperty("quarantined").EnumerateArray().Select(ReadQuarantined)]));

    /// <summary>The fields of a quarantined sample, as in <c>quarantine.jsonl</c>.</summary>
    public static void WriteQuarantined(Utf8JsonWriter json, QuarantinedEntry entry, string? split)
    {
        json.WriteString("file", entry.File);
        json.WriteString("key", entry.Key);
        json.WriteNumber("epoch", entry.Epoch);
        if (split is not null)
            json.WriteString("split", split);
        json.WriteString("reason", entry.Reason);
        json.WriteString("message", entry.Message);
        if (entry.ByteOffset >= 0)
            json.WriteNumber("byteOffset", entry.ByteOffset);
    }

    public static uint ReadCrc(JsonElement value) =>
        uint.TryParse(value.GetString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint crc)
            ? crc : throw new FormatException($"'{value.GetString()}' is no checksum");

    /// <summary>Reads a JSON file of this program.</summary>
    /// <exception cref="Core.Errors.FeatureForgeException">The file cannot be read or has another form.</exception>
    public static TResult Read<TResult>(
        string path, Func<JsonElement, TResult> read, Func<string, string, Core.Errors.FeatureForgeException>? error = null)
    {
        SpecialFile.Refuse(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(ReadBounded(path));
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordErrors.CannotRead(path, exception);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw (error ?? RecordErrors.DamagedState)(path, exception.Message.TrimEnd('.'));
        }
    }

    public static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");

    private static byte[] ReadBounded(string path)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length > LargestFile)
            throw new FormatException($"it has {file.Length} bytes, at most {LargestFile} are read");
        byte[] content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    private static QuarantinedEntry ReadQuarantined(JsonElement entry) => new(
        entry.GetProperty("place").GetInt32(),
        Text(entry, "file"),
        Text(entry, "key"),
        entry.GetProperty("epoch").GetInt32(),
        Text(entry, "reason"),
        Text(entry, "message"),
        entry.TryGetProperty("byteOffset", out JsonElement offset) ? offset.GetInt64() : -1);
}
