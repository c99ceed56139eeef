using System.Buffers;
using System.Text.Json;
using FeatureForge.Feed.Sources;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Shards;

namespace FeatureForge.Feed.Serving;

/// <summary>The answer to <c>/v1/manifest</c>: what a trainer must know before its first batch.</summary>
internal static class FeedManifest
{
    /// <summary>Most bytes of an answer; more than so many come of a manifest that was made to be large.</summary>
    public const int LargestBytes = 16 << 20;

    /// <summary>Writes the answer.</summary>
    /// <param name="source">Where records come from.</param>
    /// <exception cref="FeedRefusal">The answer would be larger than <see cref="LargestBytes"/>.</exception>
    /// <exception cref="Core.Errors.FeatureForgeException">The data is damaged.</exception>
    public static byte[] Write(IFeedSource source)
    {
        FeedDescription description = source.Describe();
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, FeedJson.Options))
        {
            json.WriteStartObject();
            WriteData(json, source, description);
            WriteLabels(json, source.Labels, RecordProfiles.FirstLabel(description.Profile));
            WriteSplits(json, description);
            WriteTargets(json, source, description);
            if (source.Serving is { } serving)
            {
                json.WritePropertyName("serving");
                json.WriteRawValue(serving);
            }

            json.WriteEndObject();
        }

        bytes.Write("\n"u8);
        return bytes.WrittenCount <= LargestBytes ? bytes.WrittenSpan.ToArray() : throw FeedErrors.ManifestTooLarge(bytes.WrittenCount, LargestBytes);
    }

    private static void WriteData(Utf8JsonWriter json, IFeedSource source, FeedDescription description)
    {
        json.WriteString("format", "featureforge-feed");
        json.WriteNumber("formatVersion", 1);
        json.WriteString("engineVersion", description.Fingerprints.Engine);
        json.WriteString("recipe", source.Recipe);
        json.WriteString("recipeFingerprint", description.Fingerprints.Recipe);
        json.WriteString("sourceFingerprint", description.Fingerprints.Source);
        json.WriteNumber("seed", source.Seed);
        json.WriteString("profile", RecordProfiles.NameOf(description.Profile));
        json.WriteBoolean("live", source is ILiveSource);
        json.WriteNumber("epochs", description.Epochs);
    }

    private static void WriteLabels(Utf8JsonWriter json, IReadOnlyList<string> labels, int first)
    {
        json.WriteStartArray("labels");
        for (int id = 0; id < labels.Count; id++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", id + first);
            json.WriteString("name", labels[id]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSplits(Utf8JsonWriter json, FeedDescription description)
    {
        json.WriteStartArray("splits");
        foreach ((string name, int records) in description.Splits)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteNumber("records", records);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTargets(Utf8JsonWriter json, IFeedSource source, FeedDescription description)
    {
        if (description.AnchorSet is { } anchors)
            json.WriteString("targets", anchors);
        if (description.AnchorLevels.Count > 0)
            DatasetAnchorLevel.WriteAll(json, description.AnchorLevels);
        if (source.AnchorCount is { } count)
            json.WriteNumber("anchorCount", count);
    }
}
