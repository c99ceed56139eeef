using FeatureForge.Cli.Pictures;
using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Tests.Pictures;

public class SheetTests
{
    [Fact]
    public void Cell_WhenSixTilesInFourColumns_FillsTheWidthAndWraps()
    {
        var layout = new SheetLayout(width: 450, tileWidth: 100, tileCount: 6, top: 30, proportion: 1.2);
        Assert.Equal((4, 2, 100, 120), (layout.Columns, layout.Rows, layout.CellWidth, layout.CellHeight));
        Assert.Equal(new PixelArea(10, 30, 100, 120), layout.Cell(0));
        Assert.Equal(new PixelArea(340, 30, 100, 120), layout.Cell(3));
        Assert.Equal(new PixelArea(10, 30 + 120 + TilePainter.CaptionHeight + 10, 100, 120), layout.Cell(4));
        Assert.Equal(layout.Cell(4).Bottom + TilePainter.CaptionHeight + 10, layout.Bottom);
    }

    [Fact]
    public void Cell_WhenOneTile_IsNotBlownUp() => Assert.Equal(100, new SheetLayout(450, 100, 1, 0, 1).CellWidth);

    [Fact]
    public void Proportion_WhenOnePictureIsTall_IsTheMedian() =>
        Assert.Equal(0.75, SheetLayout.Proportion([new(400, 300), new(400, 300), new(100, 900)]));

    [Fact]
    public void Fit_WhenWiderThanTheCell_KeepsProportionsAndCenters() =>
        Assert.Equal(new PixelArea(10, 30, 100, 50), new PixelArea(10, 5, 100, 100).Fit(new ImageShape(400, 200)));

    [Fact]
    public void AreaOf_WhenEdgesFallBetweenPixels_TakesTheNearest()
    {
        Assert.Equal(new PixelArea(25, 10, 50, 30), BoxOverlay.AreaOf(new BoxCorners(0.1f, 0.25f, 0.4f, 0.75f), new ImageShape(100, 100)));
        Assert.Equal(new PixelArea(33, 0, 1, 1), BoxOverlay.AreaOf(new BoxCorners(0, 0.333f, 0.004f, 0.3331f), new ImageShape(100, 100)));
    }

    [Fact]
    public void AreaOf_WhenNotANumber_DoesNotThrow() =>
        Assert.Equal(1, BoxOverlay.AreaOf(new BoxCorners(float.NaN, float.NegativeInfinity, float.NaN, float.NaN), new ImageShape(10, 10)).Height);

    [Fact]
    public void Draw_WhenATileHasABox_OutlinesItsPixelsInTheColorOfItsLabel()
    {
        var tile = new SheetTile(Grey(100, 100), "caption", [new(new BoxCorners(0.2f, 0.2f, 0.6f, 0.6f), "face")]);
        Picture sheet = ContactSheet.Draw([tile], new ContactSheetOptions { Width = 120, TileWidth = 100 });
        RgbColor color = new LabelColors(["face"]).Of("face");
        // The picture begins at the gap and is not scaled, so the box's first pixel is 10 + 20.
        Assert.Equal(color, At(sheet, 30, 30));
        Assert.Equal(color, At(sheet, 69, 69));
        Assert.Equal(color, At(sheet, 31, 50));
        Assert.NotEqual(color, At(sheet, 32, 50));
        Assert.NotEqual(color, At(sheet, 29, 50));
    }

    [Fact]
    public void Draw_WhenATileHasANote_WritesItInPlaceOfThePicture()
    {
        var options = new ContactSheetOptions { Width = 120, TileWidth = 100 };
        var tile = new SheetTile(Grey(100, 100), "", []);
        // The lower right corner of the first letter, an H, which is drawn a gap within the cell.
        Picture sheet = ContactSheet.Draw([tile with { Note = "H" + string.Concat(Enumerable.Repeat(" word", 200)) }], options);
        Assert.Equal(SheetStyle.Caption, At(sheet, 10 + SheetStyle.Gap + 4, 10 + SheetStyle.Gap + 6));
        Assert.Equal(SheetStyle.TileBackground, At(sheet, 10 + SheetStyle.Gap + 5, 10 + SheetStyle.Gap + 6));
        Assert.NotEqual(SheetStyle.TileBackground, At(ContactSheet.Draw([tile], options), 10 + SheetStyle.Gap + 5, 10 + SheetStyle.Gap + 6));
    }

    [Fact]
    public void Draw_WhenAnAnchorReachesBeyondThePicture_IsCutOffAtItsEdge()
    {
        var tile = new SheetTile(Grey(100, 100), "", []) { Anchors = [new BoxCorners(0.5f, 0.5f, 1.5f, 1.5f)] };
        Picture sheet = ContactSheet.Draw([tile], new ContactSheetOptions { Width = 140, TileWidth = 120 });
        // Scaled to 120 pixels, which begin at 10: the anchor's corner is at 70. Half of the grey below is seen through its line, at the corner too.
        Assert.Equal(new RgbColor(192, 192, 192), At(sheet, 70, 100));
        Assert.Equal(new RgbColor(192, 192, 192), At(sheet, 70, 70));
        Assert.Equal(new RgbColor(192, 192, 192), At(sheet, 129, 70));
        Assert.Equal(SheetStyle.Background, At(sheet, 135, 70));
    }

    [Fact]
    public void Draw_WhenABoxIsSmall_WritesItsLabelOnlyWhereItCoversNoOtherBox()
    {
        SheetBox small = new(new BoxCorners(0.4f, 0.45f, 0.5f, 0.55f), "a");
        SheetBox around = new(new BoxCorners(0.05f, 0.05f, 0.95f, 0.95f), "b");
        RgbColor color = new LabelColors(["a", "b"]).Of("a");
        Assert.True(PixelsOf(color, small) > PixelsOf(color, small with { Label = "" }) + 50);
        int outline = PixelsOf(color, small, around);
        Assert.InRange(outline, 30, 40);
    }

    [Fact]
    public void Draw_WhenThereAreLabels_AddsALegend()
    {
        var tile = new SheetTile(Grey(50, 50), "", [new(default, "b"), new(default, "a"), new(default, "a")]);
        var options = new ContactSheetOptions { Width = 300, TileWidth = 100 };
        int with = ContactSheet.Draw([tile], options).Shape.Height;
        int without = ContactSheet.Draw([tile with { Boxes = [] }], options).Shape.Height;
        Assert.Equal(BitmapFont.LineHeight + SheetStyle.Gap, with - without);
    }

    [Fact]
    public void Draw_WhenThereAreNoTiles_GivesTheTitleAlone() =>
        Assert.Equal(300, ContactSheet.Draw([], new ContactSheetOptions { Width = 300, Title = "nothing" }).Shape.Width);

    [Fact]
    public void Of_WhenLabelsRepeat_KeepsTheirColors()
    {
        var colors = new LabelColors(["neutral", "smiling"]);
        Assert.Equal(colors.Of("neutral"), new LabelColors(["neutral"]).Of("neutral"));
        Assert.NotEqual(colors.Of("neutral"), colors.Of("smiling"));
        Assert.Equal(2, colors.Labels.Count);
    }

    [Fact]
    public void PreviewDraw_WhenRowsDiffer_SharesColumnsAndSumsHeights()
    {
        SheetTile wide = new(Grey(200, 100), "after", []);
        SheetTile square = new(Grey(100, 100), "after", []);
        PreviewRow[] rows = [new("blur", "sigma 0.4 to 2", [wide, wide, wide]), new("flip", "", [square with { IsBefore = true }, square])];
        Picture sheet = PreviewSheet.Draw(rows, new ContactSheetOptions { Width = 340 });
        const int CellWidth = 100;
        int first = PreviewSheet.RowHeight(rows[0], CellWidth);
        Assert.Equal(50, PreviewSheet.RowHeight(rows[1], CellWidth) - first);
        Assert.Equal(SheetStyle.Gap + first + first + 50, sheet.Shape.Height);
        // Second column of the second row: inside the picture is grey, the gap before it holds the rule.
        int y = SheetStyle.Gap + first + 50;
        Assert.Equal(new RgbColor(128, 128, 128), At(sheet, 125, y));
        Assert.Equal(SheetStyle.Caption, At(sheet, 115, y));
        Assert.Equal(SheetStyle.Background, At(sheet, 325, y));
    }

    [Fact]
    public void RowHeight_OfAFurtherRowOfAStep_HasNoRoomForATitleOrASecondLine()
    {
        SheetTile tile = new(Grey(100, 100), "before", []);
        int further = PreviewSheet.RowHeight(new("", "", [tile]), 100);
        Assert.Equal(100 + 3 + BitmapFont.LineHeight + SheetStyle.Gap, further);
        Assert.Equal(further + BitmapFont.LineHeight, PreviewSheet.RowHeight(new("", "", [tile with { Caption = "one\ntwo" }]), 100));
        Assert.True(PreviewSheet.RowHeight(new("flip", "", [tile]), 100) > further);
    }

    /// <summary>Pixels of a colour that boxes leave on a tile of 100 x 100.</summary>
    private static int PixelsOf(RgbColor color, params SheetBox[] boxes)
    {
        var canvas = new Canvas(Grey(100, 100));
        BoxOverlay.Draw(canvas, new SheetTile(canvas.Picture, "", boxes), new LabelColors(["a", "b"]));
        return Enumerable.Range(0, 10_000).Count(pixel => At(canvas.Picture, pixel % 100, pixel / 100) == color);
    }

    private static Picture Grey(int width, int height) => new Canvas(new ImageShape(width, height), new RgbColor(128, 128, 128)).Picture;

    private static RgbColor At(Picture picture, int x, int y) => CanvasTests.At(new Canvas(picture), x, y);
}
