using System.Text;
using FeatureForge.Records.Encode;

namespace FeatureForge.Feed.Batches;

/// <summary>The fields that a feed knows, what the first sample of a data set has of them, and how each is read from a record.</summary>
internal static class BatchColumns
{
    private static readonly (string Name, string Key)[] s_usual =
        [("key", "sample/key"), ("label", "image/class/label"), ("boxes", "image/object/bbox/ymin"), ("labels", "image/object/class/label")];

    /// <summary>Makes the columns of a stream.</summary>
    /// <param name="names">Fields in the order wanted, or null for what the first sample has.</param>
    /// <param name="first">The first sample of the data set, which fixes every shape.</param>
    /// <param name="anchors">Anchors that targets refer to as the source says, or null.</param>
    /// <param name="keepsRecords">Whether records stay as they are until their batch was sent.</param>
    /// <exception cref="FeedRefusal">There is no such field.</exception>
    public static BatchColumn[] Create(IReadOnlyList<string>? names, ExampleScan first, int? anchors, bool keepsRecords) =>
        [.. (names ?? NamesOf(first)).Select(name => Create(name, first, anchors, keepsRecords))];

    private static BatchColumn Create(string name, ExampleScan first, int? anchors, bool keepsRecords)
    {
        if (!IsThere(name, first))
            throw FeedErrors.UnknownField(name, Known(first));
        return name switch
        {
            "image" => ImageColumn.Like(first, keepsRecords),
            "boxes" => new BoxesColumn(),
            "key" => new KeyColumn(),
            "labels" => new IntegersColumn(name, "image/object/class/label", isWide: true),
            "label" => new ScalarColumn(name, "image/class/label"),
            "epoch" => new ScalarColumn(name, "sample/epoch"),
            "anchor_offsets" => new OffsetsColumn(),
            "class" => new DenseClassColumn(AnchorCount.Of(first, anchors)),
            "offsets" => new DenseOffsetsColumn(AnchorCount.Of(first, anchors)),
            _ => new IntegersColumn(name, KeyOf(name), isWide: false),
        };
    }

    private static List<string> NamesOf(ExampleScan first)
    {
        if (first.Has("image/encoded"u8) && !first.Has("image/raw"u8))
            throw FeedErrors.EncodedImages();
        List<string> names = ["image"];
        names.AddRange(s_usual.Where(field => first.Has(Encoding.UTF8.GetBytes(field.Key))).Select(field => field.Name));
        if (first.Has("anchors/class"u8))
            names.AddRange(first.Has("anchors/index"u8) ? ["anchor_index", "anchor_class", "anchor_offsets", "anchor_ignore"] : ["class", "offsets"]);
        return names;
    }

    private static IEnumerable<string> Known(ExampleScan first) =>
        ((string[])["image", "key", "epoch", "label", "boxes", "labels", "anchor_index", "anchor_class", "anchor_object", "anchor_ignore", "anchor_offsets", "class", "offsets"])
        .Where(name => IsThere(name, first));

    private static bool IsThere(string name, ExampleScan first)
    {
        if (name == "image" && !first.Has("image/raw"u8) && first.Has("image/encoded"u8))
            throw FeedErrors.EncodedImages();
        return first.Has(Encoding.UTF8.GetBytes(KeyOf(name)));
    }

    private static string KeyOf(string name) => name switch
    {
        "image" => "image/raw",
        "key" => "sample/key",
        "epoch" => "sample/epoch",
        "label" => "image/class/label",
        "boxes" => "image/object/bbox/ymin",
        "labels" => "image/object/class/label",
        "anchor_index" => "anchors/index",
        "anchor_class" or "class" => "anchors/class",
        "anchor_object" => "anchors/object",
        "anchor_ignore" => "anchors/ignore",
        "anchor_offsets" or "offsets" => "anchors/offsets",
        _ => "",
    };
}
