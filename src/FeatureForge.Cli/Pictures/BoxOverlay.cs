using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Pictures;

/// <summary>Draws boxes and matched anchors over a picture that fills a canvas.</summary>
internal static class BoxOverlay
{
    /// <summary>Pixels of an object's outline.</summary>
    public const int BoxThickness = 2;

    private const int SmallestTaggedWidth = 24;

    /// <summary>Draws anchors (thin, half seen through) and above them boxes with their labels.</summary>
    /// <param name="canvas">Canvas that the picture fills.</param>
    /// <param name="tile">Boxes and anchors in shares of the picture.</param>
    /// <param name="colors">Colours by label.</param>
    public static void Draw(Canvas canvas, SheetTile tile, LabelColors colors)
    {
        ImageShape shape = canvas.Picture.Shape;
        foreach (BoxCorners anchor in tile.Anchors)
            canvas.ThinOutline(AreaOf(anchor, shape), LabelColors.Anchor);
        // Several labels have colours that look alike on a small box, so the name is written wherever it does not hide an object. Large boxes
        // come first: where there is no room for all names, those of the smallest are left out.
        var taken = new List<PixelArea>(tile.Boxes.Select(box => AreaOf(box.Box, shape)));
        foreach ((SheetBox box, PixelArea area) in tile.Boxes.Zip(taken.ToArray()).OrderByDescending(pair => (long)pair.Second.Width * pair.Second.Height))
        {
            RgbColor color = colors.Of(box.Label);
            canvas.Outline(area, IsSmall(area) ? 1 : BoxThickness, color);
            if (box.Label.Length > 0 && PlaceOfTag(shape, area, box.Label, taken) is { } place)
                taken.Add(canvas.Tag(place.X, place.Y, box.Label, color));
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

    /// <summary>Where a tag goes: above its box, else below; for a small box only where it covers no box and no other tag, beside it too.</summary>
    private static (int X, int Y)? PlaceOfTag(ImageShape shape, PixelArea area, string label, List<PixelArea> taken)
    {
        int width = BitmapFont.Measure(label) + 4;
        int above = area.Y - BitmapFont.LineHeight;
        int x = Math.Clamp(area.X, 0, Math.Max(0, shape.Width - width));
        if (!IsSmall(area))
            return (x, above >= 0 ? above : Math.Min(area.Bottom, shape.Height - BitmapFont.LineHeight));
        foreach ((int X, int Y) place in ((int X, int Y)[])[(x, above), (x, area.Bottom), (area.Right, area.Y), (area.X - width, area.Y)])
        {
            var tag = new PixelArea(place.X, place.Y, width, BitmapFont.LineHeight);
            bool isWithin = tag.X >= 0 && tag.Y >= 0 && tag.Right <= shape.Width && tag.Bottom <= shape.Height;
            if (isWithin && !taken.Exists(other => Overlap(tag, other)))
                return place;
        }

        return null;
    }

    private static bool IsSmall(PixelArea area) => area.Width < SmallestTaggedWidth;

    private static bool Overlap(PixelArea one, PixelArea other) =>
        one.X < other.Right && other.X < one.Right && one.Y < other.Bottom && other.Y < one.Bottom;

    // A box from a damaged record may hold anything; the limit keeps the sum of edge and size within an int.
    private static int Nearest(float edge) => float.IsNaN(edge) ? 0 : (int)Math.Round(Math.Clamp(edge, -100_000f, 100_000f));
}
