using System.Globalization;
using System.Text.Json;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Records.Shards;

/// <summary>
/// The two files that <c>tfds.builder_from_directory</c> reads beside the shards. 64-bit numbers are JSON strings, nested names
/// join with <c>/</c> to the record keys (TensorFlow Datasets, docs/external_tfrecord.md and feature.proto).
/// </summary>
internal static class TfdsFiles
{
    private const string Classes = "tensorflow_datasets.core.features.";
    private const int UnknownLength = -1;
    private const int OffsetsPerAnchor = 4;

    public static byte[] DatasetInfo(DatasetDescription dataset, ShardPlan plan, IReadOnlyList<ShardResult> results) => JsonText.Document(json =>
    {
        json.WriteStartObject();
        json.WriteString("name", dataset.Name);
        json.WriteString("version", dataset.Version);
        json.WriteString("fileFormat", "tfrecord");
        json.WriteStartArray("splits");
        foreach (var split in plan.Shards.GroupBy(shard => shard.Split, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", split.Key);
            json.WriteString("filepathTemplate", "{SPLIT}.{FILEFORMAT}-{SHARD_X_OF_Y}");
            json.WriteString("numBytes", Number(split.Sum(shard => results[shard.Index].Bytes)));
            json.WriteStartArray("shardLengths");
            foreach (PlannedShard shard in split)
                json.WriteStringValue(Number(results[shard.Index].Records));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] Features(DatasetDescription dataset) => JsonText.Document(json => Dictionary(json, null, () =>
    {
        if (dataset.AnchorSet is not null)
            Dictionary(json, "anchors", () => Anchors(json, dataset));
        Dictionary(json, "image", () => Image(json, dataset));
        Dictionary(json, "sample", () =>
        {
            Text(json, "augmentation");
            Integer(json, "epoch");
            Text(json, "key");
        });
    }));

    private static void Anchors(Utf8JsonWriter json, DatasetDescription dataset)
    {
        Tensor(json, "class", "int64", [UnknownLength]);
        Tensor(json, "ignore", "int64", [UnknownLength]);
        if (!dataset.DenseTargets)
            Tensor(json, "index", "int64", [UnknownLength]);
        Tensor(json, "object", "int64", [UnknownLength]);
        Tensor(json, "offsets", "float32", [UnknownLength, OffsetsPerAnchor]);
        Text(json, "set");
    }

    private static void Image(Utf8JsonWriter json, DatasetDescription dataset)
    {
        int[] shape = [dataset.Shape.Height, dataset.Shape.Width, ImageShape.Channels];
        if (dataset.HasImageLabels)
            Dictionary(json, "class", () => ImageClass(json, dataset));
        if (dataset.ImageFormat.Length > 0)
        {
            Encoded(json, "encoded", shape, dataset.ImageFormat);
            Text(json, "format");
        }

        Text(json, "filename");
        Integer(json, "height");
        if (dataset.HasBoxes)
            Dictionary(json, "object", () => Objects(json, dataset));
        if (dataset.ImageFormat.Length == 0)
            Tensor(json, "raw", "uint8", shape, "bytes");
        Tensor(json, "shape", "int64", [shape.Length]);
        Text(json, "source_id");
        Integer(json, "width");
    }

    private static void ImageClass(Utf8JsonWriter json, DatasetDescription dataset)
    {
        Sequence(json, "label", () => ClassLabel(json, dataset));
        Sequence(json, "text", () => TextContent(json));
    }

    private static void Objects(Utf8JsonWriter json, DatasetDescription dataset)
    {
        Dictionary(json, "bbox", () =>
        {
            foreach (string edge in (ReadOnlySpan<string>)["xmax", "xmin", "ymax", "ymin"])
                Tensor(json, edge, "float32", [UnknownLength]);
        });
        Dictionary(json, "class", () => ImageClass(json, dataset));
    }

    private static void Dictionary(Utf8JsonWriter json, string? name, Action content) => Leaf(json, name, "features_dict.FeaturesDict", "featuresDict", () =>
    {
        json.WriteStartObject("features");
        content();
        json.WriteEndObject();
    });

    private static void Sequence(Utf8JsonWriter json, string name, Action element) => Leaf(json, name, "sequence_feature.Sequence", "sequence", () =>
    {
        json.WriteStartObject("feature");
        element();
        json.WriteEndObject();
        json.WriteString("length", Number(UnknownLength));
    });

    private static void Integer(Utf8JsonWriter json, string name) => Leaf(json, name, "scalar.Scalar", "tensor", () =>
    {
        json.WriteStartObject("shape");
        json.WriteEndObject();
        json.WriteString("dtype", "int64");
        json.WriteString("encoding", "none");
    });

    private static void Tensor(Utf8JsonWriter json, string name, string type, int[] shape, string encoding = "none") =>
        Leaf(json, name, "tensor_feature.Tensor", "tensor", () =>
        {
            Shape(json, shape);
            json.WriteString("dtype", type);
            json.WriteString("encoding", encoding);
        });

    private static void Encoded(Utf8JsonWriter json, string name, int[] shape, string format) => Leaf(json, name, "image_feature.Image", "image", () =>
    {
        Shape(json, shape);
        json.WriteString("dtype", "uint8");
        json.WriteString("encodingFormat", format);
    });

    private static void Text(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        TextContent(json);
        json.WriteEndObject();
    }

    private static void TextContent(Utf8JsonWriter json)
    {
        json.WriteString("pythonClassName", Classes + "text_feature.Text");
        json.WriteStartObject("text");
        json.WriteEndObject();
    }

    private static void ClassLabel(Utf8JsonWriter json, DatasetDescription dataset)
    {
        json.WriteString("pythonClassName", Classes + "class_label_feature.ClassLabel");
        json.WriteStartObject("classLabel");
        json.WriteString("numClasses", Number(dataset.Labels.Names.Count));
        json.WriteEndObject();
    }

    private static void Shape(Utf8JsonWriter json, int[] shape)
    {
        json.WriteStartObject("shape");
        json.WriteStartArray("dimensions");
        foreach (int dimension in shape)
            json.WriteStringValue(Number(dimension));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Leaf(Utf8JsonWriter json, string? name, string className, string kind, Action content)
    {
        if (name is null)
            json.WriteStartObject();
        else
            json.WriteStartObject(name);
        json.WriteString("pythonClassName", Classes + className);
        json.WriteStartObject(kind);
        content();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
