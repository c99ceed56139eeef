using FeatureForge.Cli.Pictures;
using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Tests.Pictures;

public class CanvasTests
{
    private static readonly RgbColor s_ink = new(200, 10, 30);

    [Fact]
    public void Fill_WhenPartlyOutside_DrawsThePartInside()
    {
        Canvas canvas = Empty(4, 3);
        canvas.Fill(new PixelArea(-2, 1, 4, 9), s_ink);
        Assert.Equal(["....", "##..", "##.."], Rows(canvas));
    }

    [Fact]
    public void Outline_WhenTwoPixelsThick_LiesInsideTheArea()
    {
        Canvas canvas = Empty(8, 7);
        canvas.Outline(new PixelArea(1, 1, 6, 5), 2, s_ink);
        Assert.Equal(["........", ".######.", ".######.", ".##..##.", ".######.", ".######.", "........"], Rows(canvas));
    }

    [Fact]
    public void Outline_WhenThickerThanTheArea_FillsTheAreaAlone()
    {
        Canvas canvas = Empty(4, 3);
        canvas.Outline(new PixelArea(1, 1, 2, 1), 5, s_ink);
        Assert.Equal(["....", ".##.", "...."], Rows(canvas));
    }

    [Fact]
    public void Line_WhenSlanted_ConnectsBothEnds()
    {
        Canvas canvas = Empty(5, 3);
        canvas.Line((4, 2), (0, 0), s_ink);
        Assert.Equal(["##...", "..##.", "....#"], Rows(canvas));
    }

    [Fact]
    public void Text_WhenOneGlyph_EqualsItsDrawing()
    {
        Canvas canvas = Empty(6, 7);
        canvas.Text(0, 0, "F", s_ink);
        Assert.Equal(["#####.", "#.....", "#.....", "####..", "#.....", "#.....", "#....."], Rows(canvas));
    }

    [Fact]
    public void Text_WhenScaled_DrawsEachDotAsASquare()
    {
        Canvas canvas = Empty(12, 4);
        canvas.Text(0, 0, "L", s_ink, 2);
        Assert.Equal(["##..........", "##..........", "##..........", "##.........."], Rows(canvas));
    }

    [Fact]
    public void Tag_WhenGroundIsBright_WritesInBlack()
    {
        Canvas canvas = Empty(20, 12);
        PixelArea area = canvas.Tag(0, 0, "I", new RgbColor(250, 240, 90));
        Assert.Equal(new PixelArea(0, 0, 9, 11), area);
        Assert.Equal(new RgbColor(0, 0, 0), At(canvas, 4, 2));
        Assert.Equal(new RgbColor(250, 240, 90), At(canvas, 0, 0));
    }

    [Fact]
    public void Blit_WhenShrinking_TakesTheMeanOfThePixelsCovered()
    {
        var source = new Picture(new ImageShape(2, 2), [0, 10, 0, 10, 20, 0, 20, 30, 0, 31, 41, 255]);
        Canvas canvas = Empty(1, 1);
        canvas.Blit(source.View, new PixelArea(0, 0, 1, 1));
        // Means 15.25, 25.25 and 63.75.
        Assert.Equal(new RgbColor(15, 25, 64), At(canvas, 0, 0));
    }

    [Fact]
    public void Blit_WhenEnlarging_RepeatsPixels()
    {
        var source = new Picture(new ImageShape(2, 1), [0, 0, 0, s_ink.Red, s_ink.Green, s_ink.Blue]);
        Canvas canvas = Empty(4, 2);
        canvas.Blit(source.View, new PixelArea(0, 0, 4, 2));
        Assert.Equal(["..##", "..##"], Rows(canvas));
    }

    [Fact]
    public void Blit_WhenPartlyOutside_KeepsThePlaceOfThePicture()
    {
        var source = new Picture(new ImageShape(2, 2), [0, 0, 0, 0, 0, 0, 0, 0, 0, s_ink.Red, s_ink.Green, s_ink.Blue]);
        Canvas canvas = Empty(2, 2);
        canvas.Blit(source.View, new PixelArea(-1, -1, 2, 2));
        Assert.Equal(["#.", ".."], Rows(canvas));
    }

    internal static RgbColor At(Canvas canvas, int x, int y)
    {
        Span<byte> pixel = canvas.Picture.View.Row(y).Slice(x * 3, 3);
        return new RgbColor(pixel[0], pixel[1], pixel[2]);
    }

    private static Canvas Empty(int width, int height) => new(new ImageShape(width, height), default(RgbColor));

    private static string[] Rows(Canvas canvas)
    {
        var rows = new string[canvas.Picture.Shape.Height];
        for (int y = 0; y < rows.Length; y++)
            rows[y] = string.Concat(Enumerable.Range(0, canvas.Picture.Shape.Width).Select(x => At(canvas, x, y) == s_ink ? '#' : At(canvas, x, y) == default ? '.' : '?'));
        return rows;
    }
}
