using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Pictures;

/// <summary>Many pictures on one: title, equal tiles in rows, captions, boxes, legend.</summary>
internal static class ContactSheet
{
    private const int TitleScale = 2;

    /// <summary>Draws a sheet.</summary>
    /// <param name="tiles">Tiles in reading order.</param>
    /// <param name="options">Size and title.</param>
    public static Picture Draw(IReadOnlyList<SheetTile> tiles, ContactSheetOptions options)
    {
        LabelColors colors = ColorsOf(tiles);
        var legend = new SheetLegend(tiles, colors);
        double proportion = SheetLayout.Proportion(tiles.Select(tile => tile.Picture.Shape));
        var layout = new SheetLayout(options.Width, options.TileWidth, tiles.Count, HeadingHeight(options.Title, options.Subtitle), proportion);
        var shape = new ImageShape(options.Width, layout.Bottom + legend.Height(options.Width));
        var sheet = new Canvas(shape, SheetStyle.Background);
        DrawHeading(sheet, options.Title, options.Subtitle);
        for (int i = 0; i < tiles.Count; i++)
            TilePainter.Draw(sheet, layout.Cell(i), tiles[i], colors);
        legend.Draw(sheet, layout.Bottom);
        return sheet.Picture;
    }

    /// <summary>Colours of all labels on some tiles, in ordinal order of the labels, so that the same labels get the same colours on every sheet.</summary>
    /// <param name="tiles">Tiles of a sheet.</param>
    public static LabelColors ColorsOf(IEnumerable<SheetTile> tiles) =>
        new(tiles.SelectMany(tile => tile.Boxes).Select(box => box.Label).Distinct().Order(StringComparer.Ordinal));

    /// <summary>Rows that title and subtitle take, with the gap below them.</summary>
    /// <param name="title">Title, may be empty.</param>
    /// <param name="subtitle">Subtitle, may be empty.</param>
    public static int HeadingHeight(string title, string subtitle)
    {
        int height = SheetStyle.Gap;
        if (title.Length > 0)
            height += BitmapFont.LineHeight * TitleScale;
        if (subtitle.Length > 0)
            height += BitmapFont.LineHeight;
        return title.Length + subtitle.Length > 0 ? height + SheetStyle.Gap : height;
    }

    /// <summary>Writes title and subtitle at the top of a sheet.</summary>
    /// <param name="sheet">Sheet to draw on.</param>
    /// <param name="title">Title, may be empty.</param>
    /// <param name="subtitle">Subtitle, may be empty.</param>
    public static void DrawHeading(Canvas sheet, string title, string subtitle)
    {
        int room = sheet.Picture.Shape.Width - (2 * SheetStyle.Gap);
        int y = SheetStyle.Gap;
        if (title.Length > 0)
        {
            sheet.Text(SheetStyle.Gap, y, BitmapFont.Fit(title, room, TitleScale), SheetStyle.Title, TitleScale);
            y += BitmapFont.LineHeight * TitleScale;
        }

        sheet.Text(SheetStyle.Gap, y, BitmapFont.Fit(subtitle, room), SheetStyle.Caption);
    }
}
