using System.Text;
using FeatureForge.Cli.Inspect;

namespace FeatureForge.Cli.Tests.Inspect;

/// <summary>Three records whose statistics are easily worked out by hand.</summary>
internal sealed class Handmade : IExampleSource
{
    public const string FirstShard = "train.tfrecord-00000-of-00002";
    public const string SecondShard = "validation.tfrecord-00000-of-00001";

    public IEnumerable<ExampleRecord> Read() => [TwoFaces(), NoFace(), OneFace()];

    /// <summary>A tf.train.Example of one text, as bytes; short enough for lengths of one byte.</summary>
    public static byte[] Example(string key, string text)
    {
        byte[] list = Delimited(1, Encoding.UTF8.GetBytes(text));
        return Delimited(1, Delimited(1, [.. Delimited(1, Encoding.UTF8.GetBytes(key)), .. Delimited(2, Delimited(1, list))]));
    }

    // Boxes of 10 x 10 (small) and 50 x 60 pixels (medium); three positive anchors for the second, none for the first.
    public static ExampleRecord TwoFaces() => new(FirstShard, 0, new Dictionary<string, FeatureValues>
    {
        ["image/raw"] = Bytes(new byte[100 * 200 * 3]),
        ["image/shape"] = Integers(100, 200, 3),
        ["image/object/bbox/xmin"] = Floats(0, 0.25f),
        ["image/object/bbox/xmax"] = Floats(0.05f, 0.5f),
        ["image/object/bbox/ymin"] = Floats(0, 0.25f),
        ["image/object/bbox/ymax"] = Floats(0.1f, 0.85f),
        ["image/object/class/label"] = Integers(1, 2),
        ["image/object/class/text"] = Texts("neutral", "smiling"),
        ["anchors/index"] = Integers(5, 7, 9),
        ["anchors/class"] = Integers(2, 2, 2),
        ["anchors/object"] = Integers(1, 1, 1),
        ["anchors/ignore"] = Integers(11),
        ["sample/key"] = Texts("a.jpg"),
        ["sample/augmentation"] = Texts("""[{"flip":{}},{"blur":{"sigma":1.5}},{"blur":{"sigma":0.5}}]"""),
        ["sample/epoch"] = Integers(0),
    });

    public static ExampleRecord NoFace() => new(FirstShard, 1, new Dictionary<string, FeatureValues>
    {
        ["image/raw"] = Bytes(new byte[100 * 200 * 3]),
        ["image/shape"] = Integers(100, 200, 3),
        ["image/object/bbox/xmin"] = Floats(),
        ["image/object/bbox/xmax"] = Floats(),
        ["image/object/bbox/ymin"] = Floats(),
        ["image/object/bbox/ymax"] = Floats(),
        ["image/object/class/label"] = Integers(),
        ["image/object/class/text"] = Texts(),
        ["anchors/index"] = Integers(),
        ["anchors/class"] = Integers(),
        ["anchors/object"] = Integers(),
        ["sample/key"] = Texts("b.jpg"),
        ["sample/augmentation"] = Texts("[]"),
        ["sample/epoch"] = Integers(1),
    });

    // Dense, label without a name, one box of 300 x 300 pixels.
    public static ExampleRecord OneFace() => new(SecondShard, 0, new Dictionary<string, FeatureValues>
    {
        ["image/raw"] = Bytes(new byte[300 * 300 * 3]),
        ["image/height"] = Integers(300),
        ["image/width"] = Integers(300),
        ["image/object/bbox/xmin"] = Floats(0),
        ["image/object/bbox/xmax"] = Floats(1),
        ["image/object/bbox/ymin"] = Floats(0),
        ["image/object/bbox/ymax"] = Floats(1),
        ["image/object/class/label"] = Integers(2),
        ["anchors/class"] = Integers(0, 2, -1, 2, 0),
        ["anchors/object"] = Integers(-1, 0, -1, 0, -1),
        ["sample/augmentation"] = Texts("""[{"blur":{"sigma":1}}]"""),
        ["sample/epoch"] = Integers(0),
    });

    public static FeatureValues Integers(params long[] values) => new(values);

    public static FeatureValues Floats(params float[] values) => new(values);

    public static FeatureValues Texts(params string[] values) => new([.. values.Select(Encoding.UTF8.GetBytes)]);

    private static FeatureValues Bytes(byte[] value) => new([value]);

    private static byte[] Delimited(int number, byte[] content) => [(byte)((number << 3) | 2), checked((byte)content.Length), .. content];
}
