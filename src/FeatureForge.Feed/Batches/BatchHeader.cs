using System.Buffers;
using System.Text.Json;
using FeatureForge.Feed.Requests;

namespace FeatureForge.Feed.Batches;

/// <summary>The line of JSON that a stream of batches begins with.</summary>
internal static class BatchHeader
{
    private const int LargestBytes = 65_536;

    /// <summary>Writes the line with its line feed.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="partition">Who gets what.</param>
    /// <param name="data">Name of the data, its serving part as JSON or null, and seed of the order.</param>
    /// <param name="fields">Fields.</param>
    /// <param name="checksums">Whether frames carry checksums.</param>
    /// <exception cref="FeedRefusal">The line would be longer than readers take.</exception>
    public static ReadOnlyMemory<byte> Write(
        StreamRequest request, Partition partition, (string Recipe, string? Serving, ulong Seed) data, IEnumerable<FieldDescription> fields, bool checksums)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("format", "featureforge-batches");
            json.WriteNumber("version", 1);
            json.WriteString("split", request.Split);
            json.WriteNumber("epoch", request.Epoch);
            json.WriteNumber("rank", request.Rank);
            json.WriteNumber("world", request.World);
            json.WriteNumber("batch", request.Batch);
            json.WriteString("remainder", request.Remainder.ToString().ToLowerInvariant());
            json.WriteNumber("seed", data.Seed);
            json.WriteNumber("step", request.Step);
            json.WriteNumber("steps", partition.Steps);
            json.WriteNumber("samples", partition.Samples);
            WriteBalance(json, request.Balance);
            json.WriteBoolean("crc32c", checksums);
            json.WriteString("recipe", data.Recipe);
            if (data.Serving is not null)
            {
                json.WritePropertyName("serving");
                json.WriteRawValue(data.Serving);
            }

            json.WriteStartArray("fields");
            foreach (FieldDescription field in fields)
                WriteField(json, field);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        bytes.Write("\n"u8);
        return bytes.WrittenCount <= LargestBytes ? bytes.WrittenMemory : throw FeedErrors.HeaderTooLarge(bytes.WrittenCount, LargestBytes);
    }

    private static void WriteBalance(Utf8JsonWriter json, IReadOnlyList<string> labels)
    {
        if (labels.Count == 0)
            return;
        json.WriteStartArray("balance");
        foreach (string label in labels)
            json.WriteStringValue(label);
        json.WriteEndArray();
    }

    private static void WriteField(Utf8JsonWriter json, FieldDescription field)
    {
        json.WriteStartObject();
        json.WriteString("name", field.Name);
        json.WriteString("dtype", field.Type);
        json.WriteStartArray("shape");
        foreach (int side in field.Shape)
            json.WriteNumberValue(side);
        json.WriteEndArray();
        if (field.Ragged)
            json.WriteBoolean("ragged", true);
        if (field.IsText)
            json.WriteBoolean("text", true);
        json.WriteEndObject();
    }
}
