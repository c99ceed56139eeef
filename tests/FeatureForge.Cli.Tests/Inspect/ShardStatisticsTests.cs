using FeatureForge.Cli.Inspect;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Cli.Tests.Inspect;

public class ShardStatisticsTests
{
    private readonly ShardStatistics _statistics = ShardStatistics.Of(new Handmade());

    [Fact]
    public void Of_WhenThreeRecords_CountsSplitsAndShards()
    {
        Assert.Equal(3, _statistics.Records);
        Assert.Equal([new("train", 2), new("validation", 1)], _statistics.Splits);
        Assert.Equal([new(Handmade.FirstShard, 2), new(Handmade.SecondShard, 1)], _statistics.Shards);
        Assert.Equal([0, 1], _statistics.Epochs);
    }

    [Fact]
    public void Of_WhenAShardIsEmpty_IsStillListed()
    {
        _statistics.AddShard("train.tfrecord-00001-of-00002");
        Assert.Equal(0, _statistics.Shards["train.tfrecord-00001-of-00002"]);
        Assert.Equal(2, _statistics.Splits["train"]);
    }

    [Fact]
    public void Schema_WhenListsDiffer_HasTypeAndLengths()
    {
        KeyStatistics xmin = _statistics.Schema.Keys["image/object/bbox/xmin"];
        Assert.Equal(("float", 3L, 0.0, 1.0, 2.0, 12L), (xmin.TypeName, xmin.Lengths.Count, xmin.Lengths.Minimum, xmin.Lengths.Mean, xmin.Lengths.Maximum, xmin.ContentBytes));
        Assert.Equal(2, _statistics.Schema.Keys["image/shape"].Lengths.Count);
        Assert.Equal(60_000 + 60_000 + 270_000, _statistics.Schema.Keys["image/raw"].ContentBytes);
        Assert.Equal("int64", _statistics.Schema.Keys["anchors/index"].TypeName);
    }

    [Fact]
    public void Schema_WhenTheTypeChanges_CountsTheRecords()
    {
        _statistics.Add(new ExampleRecord("x", 0, new Dictionary<string, FeatureValues> { ["image/shape"] = Handmade.Floats(1) }));
        Assert.Equal(1, _statistics.Schema.Keys["image/shape"].OtherType);
    }

    [Fact]
    public void Objects_WhenBoxesHaveKnownSizes_AreClassified()
    {
        ObjectStatistics objects = _statistics.Objects;
        Assert.Equal((1L, 1L, 1L), (objects.CountOf(ObjectSize.Small), objects.CountOf(ObjectSize.Medium), objects.CountOf(ObjectSize.Large)));
        Assert.Equal((0.0, 1.0, 2.0, 3.0), (objects.PerPicture.Minimum, objects.PerPicture.Mean, objects.PerPicture.Maximum, objects.PerPicture.Sum));
        Assert.Equal(10, objects.Side.Minimum, 3);
        Assert.Equal(300, objects.Side.Maximum, 3);
        Assert.Equal(1, objects.PicturesWithoutObjects);
        Assert.Equal(0, objects.UnsoundBoxes);
        Assert.Equal([new("class 2", 1), new("neutral", 1), new("smiling", 1)], objects.Labels);
        Assert.Equal(2, objects.Shapes[new ImageShape(200, 100)]);
        Assert.Equal(1, objects.Shapes[new ImageShape(300, 300)]);
    }

    [Theory]
    [InlineData(31.99f, "Small")]
    [InlineData(32.01f, "Medium")]
    [InlineData(95.99f, "Medium")]
    [InlineData(96.01f, "Large")]
    public void SizeOf_WhenAroundTheLimits_ChangesThere(float side, string size) =>
        Assert.Equal(size, ObjectStatistics.SizeOf(new BoxCorners(0, 0, side / 100, side / 100), new ImageShape(100, 100)).ToString());

    [Fact]
    public void Objects_WhenABoxIsInverted_IsCountedAsUnsound()
    {
        _statistics.Add(new ExampleRecord("x", 0, new Dictionary<string, FeatureValues>
        {
            ["image/object/bbox/xmin"] = Handmade.Floats(0.5f, float.NaN),
            ["image/object/bbox/xmax"] = Handmade.Floats(0.4f, 1),
            ["image/object/bbox/ymin"] = Handmade.Floats(0, 0),
            ["image/object/bbox/ymax"] = Handmade.Floats(1, 1),
        }));
        Assert.Equal(2, _statistics.Objects.UnsoundBoxes);
    }

    [Fact]
    public void Anchors_WhenSparseAndDense_AreCountedAlike()
    {
        AnchorStatistics anchors = _statistics.Anchors;
        Assert.Equal((0.0, 5.0 / 3, 3.0), (anchors.PerPicture.Minimum, anchors.PerPicture.Mean, anchors.PerPicture.Maximum));
        Assert.Equal(2, anchors.IgnoredPerPicture.Sum);
        Assert.Equal((3L, 5.0), (anchors.PerObject.Count, anchors.PerObject.Sum));
        Assert.Equal(1, anchors.ObjectsWithoutAnchor);
        Assert.Equal(1, anchors.DenseRecords);
        Assert.Equal(0, anchors.PerObjectOf(ObjectSize.Small).Maximum);
        Assert.Equal(3, anchors.PerObjectOf(ObjectSize.Medium).Maximum);
        Assert.Equal(2, anchors.PerObjectOf(ObjectSize.Large).Maximum);
    }

    [Fact]
    public void Augmentations_WhenAStepOccursTwice_CountsTheRecordOnce()
    {
        AugmentationStatistics augmentations = _statistics.Augmentations;
        Assert.Equal((3L, 1L, 0L), (augmentations.Records, augmentations.Untouched, augmentations.Unreadable));
        Assert.Equal(2, augmentations.Steps["blur"].Records);
        Assert.Equal(1, augmentations.Steps["flip"].Records);
        Spread sigma = augmentations.Steps["blur"].Parameters["sigma"];
        Assert.Equal((3L, 0.5, 1.0, 1.5), (sigma.Count, sigma.Minimum, sigma.Mean, sigma.Maximum));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void Augmentations_WhenTheLogIsDamaged_IsCountedNotThrown(string log)
    {
        _statistics.Add(new ExampleRecord("x", 0, new Dictionary<string, FeatureValues> { ["sample/augmentation"] = Handmade.Texts(log) }));
        Assert.Equal(1, _statistics.Augmentations.Unreadable);
    }
}
