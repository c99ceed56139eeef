using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Pictures;

/// <summary>
/// Before and after, row after row: the untouched picture, then the ends of the range. All rows share their columns, so
/// that the eye can go down them, and a thin rule separates the picture before from those after.
/// </summary>
internal static class PreviewSheet
{
    private const int RowTitleScale = 2;
    private const int LargestCell = 320;

    /// <summary>Draws a sheet.</summary>
    /// <param name="rows">Augmentations in the order of the recipe.</param>
    /// <param name="options">Width and title; the tiles share the width.</param>
    public static Picture Draw(IReadOnlyList<PreviewRow> rows, ContactSheetOptions options)
    {
        SheetTile[] tiles = [.. rows.SelectMany(row => row.Tiles)];
        LabelColors colors = ContactSheet.ColorsOf(tiles);
        var legend = new SheetLegend(tiles, colors);
        int columns = rows.Select(row => row.Tiles.Count).DefaultIfEmpty(1).Max();
        int cellWidth = Math.Clamp((options.Width - SheetStyle.Gap) / Math.Max(1, columns) - SheetStyle.Gap, 1, LargestCell);
        int top = ContactSheet.HeadingHeight(options.Title, options.Subtitle);
        int height = top + rows.Sum(row => RowHeight(row, cellWidth)) + legend.Height(options.Width);
        var sheet = new Canvas(new ImageShape(options.Width, Math.Max(1, height)), SheetStyle.Background);
        ContactSheet.DrawHeading(sheet, options.Title, options.Subtitle);
        foreach (PreviewRow row in rows)
        {
            DrawRow(sheet, row, new PixelArea(SheetStyle.Gap, top, cellWidth, CellHeight(row, cellWidth)), colors);
            top += RowHeight(row, cellWidth);
        }

        legend.Draw(sheet, top);
        return sheet.Picture;
    }

    /// <summary>Rows of pixels that an augmentation takes: title, pictures, captions, gap.</summary>
    /// <param name="row">Augmentation.</param>
    /// <param name="cellWidth">Pixels per tile.</param>
    public static int RowHeight(PreviewRow row, int cellWidth) => TitleHeight(row) + CellHeight(row, cellWidth) + CaptionHeight(row) + SheetStyle.Gap;

    // Further rows of a step have no title, so that its pictures stand close together.
    private static int TitleHeight(PreviewRow row) => row.Title.Length + row.Detail.Length > 0 ? (BitmapFont.LineHeight * RowTitleScale) + 2 : 0;

    private static int CaptionHeight(PreviewRow row) => TilePainter.HeightOfCaptions(row.Tiles.Select(tile => tile.Caption));

    // Each row has the height that its own pictures need: a row of wide pictures is not padded to a tall one elsewhere.
    private static int CellHeight(PreviewRow row, int cellWidth) =>
        Math.Max(1, (int)Math.Round(cellWidth * SheetLayout.Proportion(row.Tiles.Select(tile => tile.Picture.Shape))));

    private static void DrawRow(Canvas sheet, PreviewRow row, PixelArea firstCell, LabelColors colors)
    {
        sheet.Text(firstCell.X, firstCell.Y, row.Title, SheetStyle.Title, RowTitleScale);
        int detailX = firstCell.X + BitmapFont.Measure(row.Title, RowTitleScale) + (2 * SheetStyle.Gap);
        string detail = BitmapFont.Fit(row.Detail, Math.Max(0, sheet.Picture.Shape.Width - detailX - SheetStyle.Gap));
        sheet.Text(detailX, firstCell.Y + 5, detail, SheetStyle.Caption);
        PixelArea cell = firstCell with { Y = firstCell.Y + TitleHeight(row) };
        for (int i = 0; i < row.Tiles.Count; i++)
        {
            TilePainter.Draw(sheet, cell, row.Tiles[i], colors);
            if (row.Tiles[i].IsBefore && i + 1 < row.Tiles.Count)
                sheet.Fill(new PixelArea(cell.Right + (SheetStyle.Gap / 2) - 1, cell.Y, 2, cell.Height), SheetStyle.Caption);
            cell = cell with { X = cell.Right + SheetStyle.Gap };
        }
    }
}
