using FeatureForge.Cli.Commands;
using FeatureForge.Cli.Inspect;
using FeatureForge.Cli.Pictures;
using FeatureForge.Feed.Serving;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Cli.Feed;

/// <summary>Draws current samples for the status page with the means of the contact sheet.</summary>
/// <param name="ownAnchors">Anchor set that a recipe laid out itself; null for one known by name.</param>
internal sealed class SampleStrip(AnchorSet? ownAnchors) : ISampleStrip
{
    private const int TileWidth = 150;
    private const int FewColumns = 3;
    private const int RowsOfFewColumns = 2;
    private const int MostAnchors = 4;

    /// <inheritdoc/>
    public byte[] DrawPng(IReadOnlyList<byte[]> records, int width)
    {
        using var examples = new ShardExamples([], ownAnchors);
        var pictures = new RecordPictures(records.Count, examples.AnchorBox, examples.DecodePicture) { MostAnchors = MostAnchors };
        int columns = SheetLayout.Fitting(width, TileWidth);
        int shown = columns <= FewColumns ? columns * RowsOfFewColumns : columns;
        SheetTile[] tiles = [.. records.TakeLast(shown).Select((record, number) => pictures.TileOf(new ExampleRecord("", number, examples.FeaturesOf(record))))];
        Picture strip = ContactSheet.Draw(tiles, new ContactSheetOptions { Width = width, TileWidth = TileWidth });
        using var file = new MemoryStream();
        new NativePictureWriter().WritePng(strip.View, file);
        return file.ToArray();
    }
}
