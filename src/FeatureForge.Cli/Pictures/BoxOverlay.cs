using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Pictures;

/// <summary>Draws boxes and matched anchors over a picture that fills a canvas.</summary>
internal static class BoxOverlay
{
    /// <summary>Pixels of an object's outline.</summary>
    public const int BoxThickness = 2;

    private const int SmallestTaggedWidth = 24;

    /// <summary>Draws anchors (thin) and boxes with their labels.</summary>
    /// <param name="canvas">Canvas that the picture fills.</param>
    /// <param name="tile">Boxes and anchors in shares of the picture.</param>
    /// <param name="colors">Colours by label.</param>
    public static void Draw(Canvas canvas, SheetTile tile, LabelColors colors)
    {
        ImageShape shape = canvas.Picture.Shape;
        foreach (BoxCorners anchor in tile.Anchors)
            canvas.Outline(AreaOf(anchor, shape), 1, LabelColors.Anchor);
        foreach (SheetBox box in tile.Boxes)
        {
            PixelArea area = AreaOf(box.Box, shape);
            RgbColor color = colors.Of(box.Label);
            canvas.Outline(area, area.Width < SmallestTaggedWidth ? 1 : BoxThickness, color);
            // Several labels have colours that look alike on a small box, so the name is written wherever it does not hide the object.
            if (area.Width >= SmallestTaggedWidth && box.Label.Length > 0)
                DrawTag(canvas, area, box.Label, color);
        }
    }

    /// <summary>Pixels whose borders are nearest to the edges of a box; at least one pixel in each direction.</summary>
    /// <param name="box">Shares of the picture.</param>
    /// <param name="shape">Picture in pixels.</param>
    public static PixelArea AreaOf(BoxCorners box, ImageShape shape)
    {
        BoxPixels pixels = box.ToPixels(shape);
        int x0 = Nearest(pixels.X0);
        int y0 = Nearest(pixels.Y0);
        return new PixelArea(x0, y0, Math.Max(1, Nearest(pixels.X1) - x0), Math.Max(1, Nearest(pixels.Y1) - y0));
    }

    private static void DrawTag(Canvas canvas, PixelArea area, string label, RgbColor color)
    {
        int above = area.Y - BitmapFont.LineHeight;
        int below = Math.Min(area.Bottom, canvas.Picture.Shape.Height - BitmapFont.LineHeight);
        int x = Math.Clamp(area.X, 0, Math.Max(0, canvas.Picture.Shape.Width - BitmapFont.Measure(label) - 4));
        canvas.Tag(x, above >= 0 ? above : below, label, color);
    }

    // A box from a damaged record may hold anything; the limit keeps the sum of edge and size within an int.
    private static int Nearest(float edge) => float.IsNaN(edge) ? 0 : (int)Math.Round(Math.Clamp(edge, -100_000f, 100_000f));
}
