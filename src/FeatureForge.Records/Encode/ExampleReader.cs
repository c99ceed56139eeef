using System.Text;

namespace FeatureForge.Records.Encode;

/// <summary>
/// Reads <c>tf.train.Example</c>, written by anyone: lists may be packed or not, unknown fields are passed over, repeated
/// messages are merged and the last of two equal keys wins, as the protocol buffer rules say. Safe on hostile bytes: memory is
/// bounded by the length of the record.
/// </summary>
public static class ExampleReader
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a record.</summary>
    /// <param name="record">The record without its frame; the result refers to these bytes.</param>
    /// <returns>Features by key, in ordinal order of the keys.</returns>
    /// <exception cref="Core.Errors.BadSampleException">The bytes are not an Example; reason <c>damaged-example</c>.</exception>
    public static SortedDictionary<string, ExampleFeature> Read(ReadOnlyMemory<byte> record)
    {
        var features = new SortedDictionary<string, ExampleFeature>(StringComparer.Ordinal);
        var example = new ProtobufReader(record, 0);
        while (example.TryReadField())
        {
            if (example.Field == 1 && example.Type == WireType.LengthDelimited)
                ReadFeatures(example.ReadMessage(), features);
            else
                example.Skip();
        }

        return features;
    }

    private static void ReadFeatures(ProtobufReader message, SortedDictionary<string, ExampleFeature> features)
    {
        while (message.TryReadField())
        {
            if (message.Field == 1 && message.Type == WireType.LengthDelimited)
                ReadEntry(message.ReadMessage(), features);
            else
                message.Skip();
        }
    }

    private static void ReadEntry(ProtobufReader entry, SortedDictionary<string, ExampleFeature> features)
    {
        string key = "";
        var feature = new ExampleFeature();
        while (entry.TryReadField())
        {
            if (entry.Field == 1 && entry.Type == WireType.LengthDelimited)
                key = ReadKey(ref entry);
            else if (entry.Field == 2 && entry.Type == WireType.LengthDelimited)
                ReadFeature(entry.ReadMessage(), feature);
            else
                entry.Skip();
        }

        features[key] = feature;
    }

    private static string ReadKey(ref ProtobufReader entry)
    {
        long start = entry.Offset;
        try
        {
            return s_utf8.GetString(entry.ReadBytes().Span);
        }
        catch (DecoderFallbackException)
        {
            throw RecordErrors.DamagedExample("A feature key is not UTF-8", start);
        }
    }

    private static void ReadFeature(ProtobufReader message, ExampleFeature feature)
    {
        while (message.TryReadField())
        {
            if (message.Field is < (int)FeatureKind.Bytes or > (int)FeatureKind.Int64 || message.Type != WireType.LengthDelimited)
            {
                message.Skip();
                continue;
            }

            var kind = (FeatureKind)message.Field;
            feature.Begin(kind);
            ReadList(message.ReadMessage(), kind, feature);
        }
    }

    private static void ReadList(ProtobufReader list, FeatureKind kind, ExampleFeature feature)
    {
        while (list.TryReadField())
        {
            if (list.Field != 1)
                list.Skip();
            else if (kind == FeatureKind.Bytes && list.Type == WireType.LengthDelimited)
                feature.Add(list.ReadBytes());
            else if (kind == FeatureKind.Float && list.Type == WireType.Fixed32)
                feature.Add(list.ReadFloat());
            else if (kind == FeatureKind.Int64 && list.Type == WireType.Varint)
                feature.Add((long)list.ReadVarint());
            else if (kind != FeatureKind.Bytes && list.Type == WireType.LengthDelimited)
                ReadPacked(list.ReadMessage(), kind, feature);
            else
                list.Skip();
        }
    }

    private static void ReadPacked(ProtobufReader values, FeatureKind kind, ExampleFeature feature)
    {
        while (!values.IsAtEnd)
        {
            if (kind == FeatureKind.Float)
                feature.Add(values.ReadFloat());
            else
                feature.Add((long)values.ReadVarint());
        }
    }
}
