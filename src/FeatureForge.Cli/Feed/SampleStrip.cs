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

    /// <inheritdoc/>
    public byte[] DrawPng(IReadOnlyList<byte[]> records)
    {
        using var examples = new ShardExamples([], ownAnchors);
        var pictures = new RecordPictures(records.Count, examples.AnchorBox, examples.DecodePicture);
        SheetTile[] tiles = [.. records.Select((record, number) => pictures.TileOf(new ExampleRecord("", number, examples.FeaturesOf(record))))];
        Picture strip = ContactSheet.Draw(tiles, new ContactSheetOptions { TileWidth = TileWidth });
        using var file = new MemoryStream();
        new NativePictureWriter().WritePng(strip.View, file);
        return file.ToArray();
    }
}
