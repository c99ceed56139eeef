using System.Text;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;
using FeatureForge.Records.Tests.Protos;
using FeatureForge.Testing;
using Google.Protobuf;

namespace FeatureForge.Records.Tests.Encode;

public class RecordEncoderTests
{
    private static readonly string[] s_boxKeys =
        ["image/object/bbox/xmax", "image/object/bbox/xmin", "image/object/bbox/ymax", "image/object/bbox/ymin"];

    public static TheoryData<string> Scenes => ["full", "dense", "empty", "encoded", "classification", "plain", "large"];

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Encode_OfAnyScene_EqualsProtobufWithSortedKeys(string name)
    {
        SampleScene scene = Scene(name);
        byte[] record = Encode(scene);
        Assert.Equal(Expected(scene, firstLabel: 1).ToByteArray(), record);
        Assert.Equal(SortedKeys(Example.Parser.ParseFrom(record)), SortedKeys(Expected(scene, firstLabel: 1)));
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Encode_InTfdsProfile_CountsLabelsFromZero(string name)
    {
        SampleScene scene = Scene(name);
        byte[] record = Encode(scene, new RecordEncoder(RecordProfile.TensorFlowDatasets, SampleScene.Labels));
        Assert.Equal(Expected(scene, firstLabel: 0).ToByteArray(), record);
    }

    [SkippableTheory]
    [MemberData(nameof(Scenes))]
    public void Encode_OfAnyScene_EqualsIndependentWriter(string name)
    {
        if (name == "large")
            return;
        string expected = PythonOracle.Run("example_record.py", [], name).Trim();
        using var buffer = new RecordBuffer();
        new RecordEncoder(RecordProfile.TensorFlowObjectDetection, SampleScene.Labels).Encode(Scene(name).Sample, buffer);
        Assert.Equal(expected, Convert.ToHexStringLower(buffer.Framed));
    }

    [Fact]
    public void Encode_OfUnlabelledPictureAmongLabelled_WritesEmptyLists()
    {
        byte[] record = Encode(Scene("plain"), new RecordEncoder(RecordProfile.TensorFlowObjectDetection, SampleScene.Labels, hasImageLabels: true));
        Example example = Example.Parser.ParseFrom(record);
        Assert.Equal(Feature.KindOneofCase.Int64List, example.Features.Feature["image/class/label"].KindCase);
        Assert.Empty(example.Features.Feature["image/class/label"].Int64List.Value);
        Assert.Empty(example.Features.Feature["image/class/text"].BytesList.Value);
    }

    [Fact]
    public void Encode_WhenBoxesAndLabelsDiffer_Throws()
    {
        SampleScene scene = Scene("full");
        scene.BoxLabels = [0];
        Assert.Throws<ArgumentOutOfRangeException>(() => Encode(scene));
    }

    [Fact]
    public void Encode_InSteadyState_AllocatesNothing()
    {
        SampleScene scene = Scene("large");
        using var buffer = new RecordBuffer();
        var encoder = new RecordEncoder(RecordProfile.TensorFlowObjectDetection, SampleScene.Labels);
        Assert.Equal(0, SteadyState.AllocatedBytes(scene.Sample, sample => encoder.Encode(sample, buffer)));
    }

    [Fact]
    public void FeatureKeys_AreInOrdinalOrder()
    {
        string[] names = [.. Enum.GetValues<FeatureKey>().Select(FeatureKeys.Name)];
        Assert.Equal(FeatureKeys.Count, names.Length);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    internal static byte[] Encode(SampleScene scene, RecordEncoder? encoder = null)
    {
        using var buffer = new RecordBuffer();
        (encoder ?? new RecordEncoder(RecordProfile.TensorFlowObjectDetection, SampleScene.Labels)).Encode(scene.Sample, buffer);
        return buffer.Data.ToArray();
    }

    internal static SampleScene Scene(string name) => name switch
    {
        "full" => new SampleScene(),
        "dense" => new SampleScene { Targets = SampleScene.Dense() },
        "empty" => new SampleScene { Boxes = [], BoxLabels = [], Targets = Empty() },
        "encoded" => new SampleScene { Format = "jpeg", Picture = [0xFF, 0xD8, 0xFF, 0xD9] },
        "classification" => new SampleScene { HasBoxes = false, Boxes = [], BoxLabels = [], Targets = null, ImageLabel = 2, Epoch = 0 },
        "plain" => new SampleScene { HasBoxes = false, Boxes = [], BoxLabels = [], Targets = null },
        _ => new SampleScene { Shape = new ImageShape(300, 300), Picture = new byte[300 * 300 * 3], Epoch = 65_535, Key = new string('k', 300) },
    };

    private static AnchorTargets Empty()
    {
        var targets = new AnchorTargets();
        targets.Resize(dense: false, count: 0, ignoredCount: 0);
        return targets;
    }

    private static string[] SortedKeys(Example example) => [.. example.Features.Feature.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The same record by protoc's classes; they write map entries in the order of insertion.</summary>
    private static Example Expected(SampleScene scene, int firstLabel)
    {
        Dictionary<string, Feature> features = [];
        features[scene.Format.Length == 0 ? "image/raw" : "image/encoded"] = Bytes([scene.Picture]);
        if (scene.Format.Length > 0)
            features["image/format"] = Texts(scene.Format);
        features["image/shape"] = Integers([scene.Shape.Height, scene.Shape.Width, 3]);
        features["image/height"] = Integers([scene.Shape.Height]);
        features["image/width"] = Integers([scene.Shape.Width]);
        features["image/filename"] = features["image/source_id"] = Texts(scene.Key.Split('#')[0]);
        features["sample/key"] = Texts(scene.Key);
        features["sample/epoch"] = Integers([scene.Epoch]);
        features["sample/augmentation"] = Texts("[{\"flip\":{}}]");
        if (scene.ImageLabel >= 0)
        {
            features["image/class/label"] = Integers([scene.ImageLabel + firstLabel]);
            features["image/class/text"] = Texts(SampleScene.Labels.Names[scene.ImageLabel]);
        }

        if (scene.HasBoxes)
            AddObjects(features, scene, firstLabel);
        if (scene.Targets is { } targets)
            AddTargets(features, targets);
        var example = new Example { Features = new Features() };
        foreach (var (key, feature) in features.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            example.Features.Feature.Add(key, feature);
        return example;
    }

    private static void AddObjects(Dictionary<string, Feature> features, SampleScene scene, int firstLabel)
    {
        float[][] edges =
        [
            [.. scene.Boxes.Select(box => box.X1)], [.. scene.Boxes.Select(box => box.X0)],
            [.. scene.Boxes.Select(box => box.Y1)], [.. scene.Boxes.Select(box => box.Y0)],
        ];
        for (int i = 0; i < edges.Length; i++)
            features[s_boxKeys[i]] = Floats(edges[i]);
        features["image/object/class/label"] = Integers(scene.BoxLabels.Select(label => (long)label + firstLabel));
        features["image/object/class/text"] = Texts([.. scene.BoxLabels.Select(label => SampleScene.Labels.Names[label])]);
    }

    private static void AddTargets(Dictionary<string, Feature> features, AnchorTargets targets)
    {
        features["anchors/class"] = Integers(targets.Classes.ToArray().Select(value => (long)value));
        features["anchors/object"] = Integers(targets.Objects.ToArray().Select(value => (long)value));
        features["anchors/ignore"] = Integers(targets.Ignored.ToArray().Select(value => (long)value));
        if (!targets.Dense)
            features["anchors/index"] = Integers(targets.Indices.ToArray().Select(value => (long)value));
        features["anchors/offsets"] = Floats(targets.Offsets.ToArray());
        features["anchors/set"] = Texts(new string('a', 64));
    }

    private static Feature Bytes(IEnumerable<byte[]> values) => new() { BytesList = new BytesList { Value = { values.Select(ByteString.CopyFrom) } } };

    private static Feature Texts(params string[] values) => Bytes(values.Select(Encoding.UTF8.GetBytes));

    private static Feature Integers(IEnumerable<long> values) => new() { Int64List = new Int64List { Value = { values } } };

    private static Feature Floats(IEnumerable<float> values) => new() { FloatList = new FloatList { Value = { values } } };
}
