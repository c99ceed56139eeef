using FeatureForge.Cli.Commands;
using FeatureForge.Cli.Inspect;
using FeatureForge.Cli.Pictures;
using FeatureForge.Feed.Serving;

namespace FeatureForge.Cli.Feed;

/// <summary>Draws current samples for the status page with the means of the contact sheet.</summary>
internal sealed class SampleStrip : ISampleStrip
{
    private const int TileWidth = 150;

    /// <inheritdoc/>
    public byte[] DrawPng(IReadOnlyList<byte[]> records)
    {
        using var examples = new ShardExamples([]);
        var pictures = new RecordPictures(records.Count, examples.AnchorBox, examples.DecodePicture);
        SheetTile[] tiles = [.. records.Select((record, number) => pictures.TileOf(new ExampleRecord("", number, examples.FeaturesOf(record))))];
        Picture strip = ContactSheet.Draw(tiles, new ContactSheetOptions { TileWidth = TileWidth });
        using var file = new MemoryStream();
        new NativePictureWriter().WritePng(strip.View, file);
        return file.ToArray();
    }
}
