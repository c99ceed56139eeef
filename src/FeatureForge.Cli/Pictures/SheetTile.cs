using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Pictures;

/// <summary>One picture of a sheet with what is drawn on and below it.</summary>
/// <param name="Picture">Picture in its own size; the sheet scales it.</param>
/// <param name="Caption">Up to <see cref="TilePainter.CaptionLines"/> lines of text, separated by line feeds.</param>
/// <param name="Boxes">Labelled boxes.</param>
internal sealed record SheetTile(Picture Picture, string Caption, IReadOnlyList<SheetBox> Boxes)
{
    /// <summary>Anchors matched to an object, drawn as thin lines below the boxes, which half of the picture is seen through; they may reach beyond the picture.</summary>
    public IReadOnlyList<BoxCorners> Anchors { get; init; } = [];

    /// <summary>Text that stands in the tile instead of the picture, for one that cannot be drawn; empty for none.</summary>
    public string Note { get; init; } = "";

    /// <summary>True for a picture before a step; a preview draws a rule between it and those after.</summary>
    public bool IsBefore { get; init; }
}
