using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Pictures;

/// <summary>Where the tiles of a contact sheet go: equal cells in rows that fill a width.</summary>
internal sealed class SheetLayout
{
    /// <summary>Lays out a sheet.</summary>
    /// <param name="width">Pixels of the whole sheet.</param>
    /// <param name="tileWidth">Pixels wanted per tile; the cells share the width evenly and are at least this wide, unless the sheet is narrower.</param>
    /// <param name="tileCount">Number of tiles.</param>
    /// <param name="top">First row below the title.</param>
    /// <param name="proportion">Height of a cell divided by its width.</param>
    public SheetLayout(int width, int tileWidth, int tileCount, int top, double proportion)
    {
        int gap = SheetStyle.Gap;
        int fitting = Fitting(width, tileWidth);
        Columns = Math.Clamp(tileCount, 1, fitting);
        // Few tiles are not blown up to fill the width: cells keep the size that a full row would give them.
        CellWidth = (width - gap - (fitting * gap)) / fitting;
        CellHeight = Math.Max(1, (int)Math.Round(CellWidth * proportion));
        Rows = (tileCount + Columns - 1) / Columns;
        Top = top;
        Bottom = top + (Rows * (CellHeight + TilePainter.CaptionHeight + gap));
    }

    /// <summary>Tiles per row.</summary>
    public int Columns { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Pixels of a cell.</summary>
    public int CellWidth { get; }

    /// <summary>Pixels of a cell, without its caption.</summary>
    public int CellHeight { get; }

    /// <summary>First pixel row of the tiles.</summary>
    public int Top { get; }

    /// <summary>First pixel row below the tiles and their captions.</summary>
    public int Bottom { get; }

    /// <summary>Tiles that fit beside each other, at least 1.</summary>
    /// <param name="width">Pixels of the whole sheet.</param>
    /// <param name="tileWidth">Pixels wanted per tile.</param>
    public static int Fitting(int width, int tileWidth) => Math.Max(1, (width - SheetStyle.Gap) / (tileWidth + SheetStyle.Gap));

    /// <summary>Cell of a tile.</summary>
    /// <param name="index">0-based number of the tile.</param>
    public PixelArea Cell(int index)
    {
        int x = SheetStyle.Gap + (index % Columns * (CellWidth + SheetStyle.Gap));
        int y = Top + (index / Columns * (CellHeight + TilePainter.CaptionHeight + SheetStyle.Gap));
        return new PixelArea(x, y, CellWidth, CellHeight);
    }

    /// <summary>Height divided by width that suits most pictures: the median, so that one tall picture does not stretch all cells.</summary>
    /// <param name="shapes">Shapes of the pictures.</param>
    public static double Proportion(IEnumerable<ImageShape> shapes)
    {
        double[] proportions = [.. shapes.Select(shape => (double)shape.Height / shape.Width).Order()];
        return proportions.Length == 0 ? 1 : Math.Clamp(proportions[proportions.Length / 2], 0.5, 1.34);
    }
}
