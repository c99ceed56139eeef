using System.Text;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Core.Tests.Samples;

public class SampleListingTests
{
    private const int Million = 1_000_000;
    private const int PathBytes = 40;

    [Fact]
    public void Build_WhenSamplesShowBoxes_NumbersTheKeys()
    {
        var builder = new SampleListingBuilder();
        int start = builder.AddBoxes([new BoxPixels(0, 0, 1, 1), new BoxPixels(2, 2, 5, 5)], [0, 1]);
        builder.AddSample("\u00E9/a.jpg", 10, 0, start, 2, imageLabel: 1, boxNumber: 1);
        builder.AddSample("b.jpg", 11, 0, start, 1);
        SampleListing listing = builder.Build(new LabelMap(["x", "y"]), ["train"], "/photos", hasBoxes: true);
        Assert.Equal("\u00E9/a.jpg#1", Encoding.UTF8.GetString(listing[0].Key));
        Assert.Equal("\u00E9/a.jpg", Encoding.UTF8.GetString(listing[0].ImagePath));
        Assert.Equal(SampleListingBuilder.HashKey(Encoding.UTF8.GetBytes("\u00E9/a.jpg#1")), listing[0].KeyHash);
        Assert.Equal(new BoxPixels(2, 2, 5, 5), listing[0].Boxes[listing[0].BoxNumber]);
        Assert.Equal("b.jpg", Encoding.UTF8.GetString(listing[1].Key));
        Assert.Equal(-1, listing[1].BoxNumber);
        Assert.Equal(1, listing[1].Labels.Length);
        Assert.Equal(2, listing.MaxBoxes);
        Assert.True(listing.HasImageLabels);
    }

    [Fact]
    public void Build_WhenAnImageIsNotDescribed_Throws()
    {
        var paths = new Utf8Texts();
        paths.Add("a.jpg"u8);
        paths.Add("b.jpg"u8);
        var builder = new SampleListingBuilder(paths);
        builder.AddImage(1, 0, 0, 0);
        Assert.Throws<InvalidOperationException>(() => builder.AddSample("b.jpg", 1, 0, 0, 0));
        Assert.Throws<InvalidOperationException>(() => builder.Build(new LabelMap([]), ["train"], "/photos", hasBoxes: false));
    }

    [Fact]
    public void Build_WhenThereAreAMillionImages_AllocatesLittleMoreThanTheirBytes()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var paths = new Utf8Texts();
        for (int i = 0; i < Million; i++)
            System.Buffers.Text.Utf8Formatter.TryFormat(i, paths.Add(PathBytes), out _);
        var builder = new SampleListingBuilder(paths);
        for (int i = 0; i < Million; i++)
            builder.AddImage(i, 0, 0, 0);
        SampleListing listing = builder.Build(new LabelMap([]), ["train"], "/photos", hasBoxes: false);
        // Per sample: path, its start and length twice, hash, file length, split, two of boxes, label, box number.
        long expected = PathBytes + 4 + 2 + 2 + 8 + 8 + 1 + 4 + 4 + 4 + 4;
        Assert.Equal(Million, listing.Count);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (double)Million, expected, expected + 6);
    }
}
