using FeatureForge.Core.Buffers;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Sources;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// The workload that the rivals are measured on too (tools/rivals): decode, random crop of half to the whole area, antialiased
/// resize to 300 x 300, contrast and brightness, 5 x 5 Gaussian blur, one to eight boxes matched with the SSD300 anchors.
/// </summary>
internal static class BenchWorkload
{
    private const int LargestBoxCount = 8;

    private const string Text = """
        version: 1
        seed: 1
        source: {images: .}
        geometry: {output: [300, 300], steps: [{crop: {area: [0.5, 1.0], aspect: [1.0, 1.3333]}}]}
        photometric: [{contrast: {p: 1, factor: [0.7, 1.3]}}, {brightness: {p: 1, delta: [-20, 20]}}, {blur: {p: 1, sigma: 1}}]
        targets: {anchors: ssd300, rule: caffe}
        output: {path: shards}
        """;

    /// <summary>The recipe.</summary>
    public static Recipe Recipe { get; } = RecipeReader.Parse(Text, "bench", Path.GetTempPath(), RecipeVocabulary.Product);

    /// <summary>Lists the photos of a folder and draws boxes for them. Photos that cannot be decoded are left out.</summary>
    /// <param name="folder">Folder of photos, searched recursively.</param>
    public static SampleListing List(string folder)
    {
        var builder = new SampleListingBuilder();
        SourceListing source = SourceLister.List(new SourceOptions { Images = "." }, new SourceFolders { ImagesFolder = Path.GetFullPath(folder) }, oneSamplePerBox: false);
        using var decoder = new ImageDecoder(Recipe.Decode.As<DecodeOptions>());
        using var bytes = new GrowableBuffer();
        for (int i = 0; i < source.Samples.Count; i++)
            Add(builder, source.Samples, i, decoder);
        return builder.Build(new LabelMap(["face"]), ["train"], source.Samples.ImagesFolder, hasBoxes: true);
    }

    private static void Add(SampleListingBuilder builder, SampleListing listing, int index, ImageDecoder decoder)
    {
        SampleDescription sample = listing[index];
        string path = System.Text.Encoding.UTF8.GetString(sample.ImagePath);
        try
        {
            ImageShape shape = decoder.Plan(File.ReadAllBytes(Path.Combine(listing.ImagesFolder, path))).Upright;
            BoxPixels[] boxes = DrawBoxes(sample.KeyHash, shape);
            int start = builder.AddBoxes(boxes, new int[boxes.Length]);
            builder.AddSample(path, sample.FileLength, 0, start, boxes.Length);
        }
        catch (Core.Errors.BadSampleException)
        {
            // A benchmark measures good photos; bad ones are the business of a run.
        }
    }

    /// <summary>One to eight boxes of a photo.</summary>
    /// <param name="keyHash">Key hash of the sample; the same one draws the same boxes.</param>
    /// <param name="shape">Shape of the photo.</param>
    public static BoxPixels[] DrawBoxes(ulong keyHash, ImageShape shape)
    {
        var random = new SampleRandom(1, keyHash, 0, 0xFFFE);
        var boxes = new BoxPixels[1 + random.NextInteger(LargestBoxCount)];
        for (int i = 0; i < boxes.Length; i++)
        {
            double x = random.NextBetween(0.1, 0.9), y = random.NextBetween(0.1, 0.9);
            double halfWidth = random.NextBetween(0.025, 0.2), halfHeight = random.NextBetween(0.025, 0.2);
            boxes[i] = new BoxPixels((float)((x - halfWidth) * shape.Width), (float)((y - halfHeight) * shape.Height), (float)((x + halfWidth) * shape.Width), (float)((y + halfHeight) * shape.Height));
        }

        return boxes;
    }
}
