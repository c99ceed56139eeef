using FeatureForge.Cli.Inspect;
using FeatureForge.Cli.Pictures;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;
using FeatureForge.Testing;

namespace FeatureForge.Cli.Tests.Inspect;

public class RecordPicturesTests
{
    [Fact]
    public void TileOf_WhenSparse_HasBoxesAndTheAnchorsOfItsRows()
    {
        SheetTile tile = new RecordPictures(4, Anchor).TileOf(Handmade.TwoFaces());
        Assert.Equal(new ImageShape(200, 100), tile.Picture.Shape);
        Assert.Equal("a.jpg\ntrain #0, 2 boxes, 3 anchors", tile.Caption);
        Assert.Equal(["neutral", "smiling"], tile.Boxes.Select(box => box.Label));
        Assert.Equal(new BoxCorners(0.25f, 0.25f, 0.85f, 0.5f), tile.Boxes[1].Box);
        Assert.Equal([5f, 7f, 9f], tile.Anchors.Select(anchor => anchor.X0));
    }

    [Fact]
    public void TileOf_WhenDense_TakesTheRowsOfPositiveAnchors() =>
        Assert.Equal([1f, 3f], new RecordPictures(4, Anchor).TileOf(Handmade.OneFace()).Anchors.Select(anchor => anchor.X0));

    [Fact]
    public void TileOf_WhenTheAnchorSetIsUnknown_HasNoAnchors() =>
        Assert.Empty(new RecordPictures(4, null).TileOf(Handmade.TwoFaces()).Anchors);

    [Fact]
    public void Draw_WhenPixelsDoNotFitTheShape_PassesTheRecordOver()
    {
        var pictures = new RecordPictures(4, null);
        pictures.Add(new ExampleRecord("x", 0, new Dictionary<string, FeatureValues>
        {
            ["image/raw"] = new([new byte[5]]),
            ["image/shape"] = Handmade.Integers(2, 2, 3),
        }));
        int empty = pictures.Draw("").Shape.Height;
        pictures.Add(Handmade.TwoFaces());
        Assert.True(pictures.Draw("").Shape.Height > empty);
    }

    [Fact]
    public void Draw_WhenAnEncodedPictureIsDamaged_DrawsTheOthersAndSaysWhichAndWhy()
    {
        using var source = new ShardExamples([]);
        var said = new List<string>();
        var pictures = new RecordPictures(4, null, source.DecodePicture, (record, why) => said.Add($"{record.Shard} {record.Number}: {why}"));
        var record = new ExampleRecord("train.tfrecord", 7, new Dictionary<string, FeatureValues> { ["image/encoded"] = new([[1, 2, 3, 4]]) });
        SheetTile tile = pictures.TileOf(record);
        Assert.StartsWith("cannot be drawn (unknown-format): The file starts with the bytes 01 02 03 04", tile.Note, StringComparison.Ordinal);
        Assert.Equal("\ntrain #7", tile.Caption);
        Assert.StartsWith("train.tfrecord 7: The file starts with", Assert.Single(said), StringComparison.Ordinal);
        pictures.Add(Handmade.TwoFaces());
        pictures.Add(record);
        Assert.True(pictures.Draw("").Shape.Height > 100);
    }

    [Fact]
    public void AnchorBox_OfLevelsThatARecipeLaysOut_ComesFromTheManifestBesideTheShard()
    {
        using var folder = new TemporaryFolder();
        AnchorSet anchors = AnchorSet.Create([AnchorLevel.Custom(4, 2, [0.5], [1])]);
        const string Manifest = """
            {"format": "featureforge-shards", "formatVersion": 1, "engineVersion": "1", "recipeFingerprint": "r", "sourceFingerprint": "s", "seed": 1, "profile": "tf-od", "labels": [],
             "anchorLevels": [{"featureMap": [4, 2], "scales": [0.5], "aspectRatios": [1]}], "splits": [], "counts": {"in": 0, "out": 0, "quarantined": 0}}
            """;
        File.WriteAllText(folder["manifest.json"], Manifest);
        using var source = new ShardExamples([folder["train.tfrecord"]]);
        using var given = new ShardExamples([], anchors);
        using var other = new ShardExamples([]);
        foreach (ShardExamples examples in (ShardExamples[])[source, given, other])
            examples.FeaturesOf(Handmade.Example("anchors/set", anchors.Hash));
        Assert.Equal(anchors.Corners(5), source.AnchorBox(5));
        Assert.Equal(anchors.Corners(5), given.AnchorBox(5));
        Assert.Equal(default, source.AnchorBox(8));
        Assert.Equal(default, other.AnchorBox(5));
    }

    [Fact]
    public void DecodePicture_WhenThePictureIsHuge_AdvisesNoKeyOfARecipe()
    {
        using var source = new ShardExamples([]);
        // A PNG of 32768 x 32768 pixels, as far as its header goes.
        byte[] header = Convert.FromHexString("89504E470D0A1A0A0000000D49484452000080000000800008020000004B1E3428" + "0000000049444154");
        var exception = Assert.Throws<BadSampleException>(() => source.DecodePicture([.. header, .. new byte[4_000_000]]));
        Assert.Equal("too-large", exception.Reason);
        Assert.Contains("100000000 pixels", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("decode.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(5, 4)]
    [InlineData(1000, 4)]
    public void Items_WhenMoreThanWanted_AreSpreadEvenly(int offered, int expected)
    {
        var selection = new EvenSelection<int>(4);
        for (int i = 0; i < offered; i++)
            selection.Add(i);
        IReadOnlyList<int> items = selection.Items();
        Assert.Equal(expected, items.Count);
        Assert.Equal(0, items[0]);
        for (int i = 1; i < items.Count; i++)
            Assert.InRange(items[i] - items[i - 1], 1, Math.Max(2, offered / 2));
        Assert.True(items[^1] >= offered / 2);
    }

    private static BoxCorners Anchor(int number) => new(0, number, 1, number + 1);
}
