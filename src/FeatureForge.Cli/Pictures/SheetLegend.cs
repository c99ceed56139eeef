using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Pictures;

/// <summary>The line below a sheet that says which colour stands for what.</summary>
internal sealed class SheetLegend
{
    private const int Swatch = 9;
    private readonly List<(RgbColor Color, bool Thin, string Text)> _entries = [];

    /// <summary>Collects the entries of the tiles of a sheet.</summary>
    /// <param name="tiles">Tiles of the sheet.</param>
    /// <param name="colors">Colours by label.</param>
    public SheetLegend(IReadOnlyList<SheetTile> tiles, LabelColors colors)
    {
        foreach (IGrouping<string, SheetBox> label in tiles.SelectMany(tile => tile.Boxes).GroupBy(box => box.Label).OrderBy(group => group.Key, StringComparer.Ordinal))
            _entries.Add((colors.Of(label.Key), false, $"{(label.Key.Length == 0 ? "(no label)" : label.Key)}: {label.Count()}"));
        int anchors = tiles.Sum(tile => tile.Anchors.Count);
        if (anchors > 0)
            _entries.Add((LabelColors.Anchor, true, $"matched anchors drawn: {anchors}"));
    }

    /// <summary>Pixels that the legend takes, 0 when there is nothing to say.</summary>
    /// <param name="width">Width of the sheet.</param>
    public int Height(int width) => _entries.Count == 0 ? 0 : Walk(width, 0, null) + SheetStyle.Gap;

    /// <summary>Draws the legend.</summary>
    /// <param name="sheet">Sheet to draw on.</param>
    /// <param name="top">First row.</param>
    public void Draw(Canvas sheet, int top) => Walk(sheet.Picture.Shape.Width, top, sheet);

    private int Walk(int width, int top, Canvas? sheet)
    {
        int x = SheetStyle.Gap;
        int y = top;
        foreach (var (color, thin, text) in _entries)
        {
            int needed = Swatch + 5 + BitmapFont.Measure(text);
            if (x > SheetStyle.Gap && x + needed > width - SheetStyle.Gap)
            {
                x = SheetStyle.Gap;
                y += BitmapFont.LineHeight + 3;
            }

            sheet?.Outline(new PixelArea(x, y, Swatch, Swatch), thin ? 1 : Swatch, color);
            sheet?.Text(x + Swatch + 5, y + 1, text, SheetStyle.Caption);
            x += needed + (2 * SheetStyle.Gap);
        }

        return y + BitmapFont.LineHeight;
    }
}
