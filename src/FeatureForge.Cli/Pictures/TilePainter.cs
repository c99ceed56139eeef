namespace FeatureForge.Cli.Pictures;

/// <summary>Draws one tile: the picture scaled into its cell, boxes over it, the caption below.</summary>
internal static class TilePainter
{
    /// <summary>Lines of text that a caption may have.</summary>
    public const int CaptionLines = 2;

    /// <summary>Pixels below a picture that are kept for its caption.</summary>
    public const int CaptionHeight = 3 + (CaptionLines * BitmapFont.LineHeight);

    /// <summary>Pixels that the longest of some captions takes below its picture.</summary>
    /// <param name="captions">Captions of the tiles of a row.</param>
    public static int HeightOfCaptions(IEnumerable<string> captions) =>
        3 + (captions.Select(caption => Math.Min(CaptionLines, caption.Split('\n').Length)).DefaultIfEmpty(1).Max() * BitmapFont.LineHeight);

    /// <summary>Draws a tile.</summary>
    /// <param name="sheet">Sheet to draw on.</param>
    /// <param name="cell">Where the picture goes; the caption is written below it.</param>
    /// <param name="tile">Picture, boxes, caption.</param>
    /// <param name="colors">Colours by label.</param>
    public static void Draw(Canvas sheet, PixelArea cell, SheetTile tile, LabelColors colors)
    {
        sheet.Fill(cell, SheetStyle.TileBackground);
        if (tile.Note.Length > 0)
            DrawNote(sheet, cell, tile.Note);
        else
            DrawPicture(sheet, cell, tile, colors);
        int y = cell.Bottom + 3;
        foreach (string line in tile.Caption.Split('\n').Take(CaptionLines))
        {
            sheet.Text(cell.X, y, BitmapFont.Fit(line, cell.Width), SheetStyle.Caption);
            y += BitmapFont.LineHeight;
        }
    }

    private static void DrawPicture(Canvas sheet, PixelArea cell, SheetTile tile, LabelColors colors)
    {
        PixelArea area = cell.Fit(tile.Picture.Shape);
        // A canvas of its own, so that anchors and labels are cut off at the picture's edge.
        var canvas = new Canvas(new Core.Shapes.ImageShape(area.Width, area.Height), SheetStyle.TileBackground);
        canvas.Blit(tile.Picture.View, area with { X = 0, Y = 0 });
        BoxOverlay.Draw(canvas, tile, colors);
        sheet.Blit(canvas.Picture.View, area);
    }

    private static void DrawNote(Canvas sheet, PixelArea cell, string note)
    {
        int y = cell.Y + SheetStyle.Gap;
        foreach (string line in BitmapFont.Wrap(note, cell.Width - (2 * SheetStyle.Gap)))
        {
            if (y + BitmapFont.LineHeight > cell.Bottom)
                return;
            sheet.Text(cell.X + SheetStyle.Gap, y, line, SheetStyle.Caption);
            y += BitmapFont.LineHeight;
        }
    }
}
