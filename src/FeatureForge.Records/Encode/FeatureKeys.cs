using System.Text;

namespace FeatureForge.Records.Encode;

/// <summary>Names and types of the record keys.</summary>
internal static class FeatureKeys
{
    private static readonly (string Name, FeatureKind Kind)[] s_keys =
    [
        ("anchors/class", FeatureKind.Int64),
        ("anchors/ignore", FeatureKind.Int64),
        ("anchors/index", FeatureKind.Int64),
        ("anchors/object", FeatureKind.Int64),
        ("anchors/offsets", FeatureKind.Float),
        ("anchors/set", FeatureKind.Bytes),
        ("image/class/label", FeatureKind.Int64),
        ("image/class/text", FeatureKind.Bytes),
        ("image/encoded", FeatureKind.Bytes),
        ("image/filename", FeatureKind.Bytes),
        ("image/format", FeatureKind.Bytes),
        ("image/height", FeatureKind.Int64),
        ("image/object/bbox/xmax", FeatureKind.Float),
        ("image/object/bbox/xmin", FeatureKind.Float),
        ("image/object/bbox/ymax", FeatureKind.Float),
        ("image/object/bbox/ymin", FeatureKind.Float),
        ("image/object/class/label", FeatureKind.Int64),
        ("image/object/class/text", FeatureKind.Bytes),
        ("image/raw", FeatureKind.Bytes),
        ("image/shape", FeatureKind.Int64),
        ("image/source_id", FeatureKind.Bytes),
        ("image/width", FeatureKind.Int64),
        ("sample/augmentation", FeatureKind.Bytes),
        ("sample/epoch", FeatureKind.Int64),
        ("sample/key", FeatureKind.Bytes),
    ];

    private static readonly byte[][] s_names = [.. s_keys.Select(key => Encoding.UTF8.GetBytes(key.Name))];

    /// <summary>Number of keys.</summary>
    public static int Count => s_keys.Length;

    public static string Name(FeatureKey key) => s_keys[(int)key].Name;

    public static ReadOnlySpan<byte> NameUtf8(FeatureKey key) => s_names[(int)key];

    public static FeatureKind Kind(FeatureKey key) => s_keys[(int)key].Kind;
}
