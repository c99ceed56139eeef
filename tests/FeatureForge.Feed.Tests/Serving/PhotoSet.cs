using System.Globalization;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Sources;
using FeatureForge.Testing;

namespace FeatureForge.Feed.Tests.Serving;

/// <summary>Drawn pictures with boxes, recipes over them, and shards made of those by a run.</summary>
public sealed class PhotoSet : IDisposable
{
    private const int Photos = 40;
    private readonly TemporaryFolder _folder = new();

    /// <summary>Draws the pictures.</summary>
    public PhotoSet()
    {
        Skip.IfNot(NativeLibraries.Spng.IsAvailable && NativeLibraries.TurboJpeg.IsAvailable, "the codecs are not installed (apt: libturbojpeg0 libspng0)");
        Directory.CreateDirectory(_folder["photos"]);
        using var encoder = new SpngEncoder();
        List<string> rows = ["image,xmin,ymin,xmax,ymax,label"];
        for (int number = 0; number < Photos; number++)
        {
            var shape = new ImageShape(60 + (number % 7), 50 + (number % 5));
            byte[] pixels = new byte[shape.RgbBytes];
            new Random(number).NextBytes(pixels);
            using FileStream file = File.Create(_folder["photos", $"{number:D3}.png"]);
            encoder.Encode(new ReadOnlyImageView(shape, pixels), file);
            for (int box = 0; box < number % 4; box++)
                rows.Add(string.Create(CultureInfo.InvariantCulture, $"{number:D3}.png,{3 + (box * 9)},{4 + box},{25 + (box * 9)},{30 + box},{(box % 2 == 0 ? "cat" : "dog")}"));
        }

        File.WriteAllLines(_folder["boxes.csv"], rows);
    }

    /// <summary>A new path beside the pictures.</summary>
    public string NewPath() => _folder[Guid.NewGuid().ToString("N")[..12]];

    /// <summary>Path of a picture.</summary>
    public string Photo(int number) => _folder["photos", $"{number:D3}.png"];

    /// <summary>Adds a JPEG photo without boxes from whose end bytes are missing.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="missingBytes">How many.</param>
    public void AddCutJpeg(string name, int missingBytes)
    {
        using var compressor = new TurboJpegCompressor();
        using var file = new GrowableBuffer();
        var shape = new ImageShape(64, 64);
        byte[] pixels = new byte[shape.RgbBytes];
        new Random(7).NextBytes(pixels);
        int length = compressor.Compress(new ReadOnlyImageView(shape, pixels), 90, ChromaSampling.Chroma420, file);
        File.WriteAllBytes(_folder["photos", name], file.Ensure(length)[..(length - missingBytes)].ToArray());
    }

    /// <summary>A recipe over the pictures.</summary>
    /// <param name="targets">Section targets, or empty.</param>
    /// <param name="onTop">Further keys, or empty.</param>
    public Recipe Recipe(string targets = "targets: {anchors: ssd300, rule: caffe, positive: 0.5}", string onTop = "epochs: 1")
    {
        string text = $$$"""
            version: 1
            seed: 11
            {{{onTop}}}
            source:      {images: photos, annotations: boxes.csv, format: csv, splits: {train: 0.8, validation: 0.2}}
            geometry:    {output: [48, 40], steps: [{ssdCrop: {minIou: [0.1, 0.5]}}, {flip: {p: 0.5}}]}
            photometric: [{brightness: {p: 0.5}}, {noise: {p: 0.4}}]
            {{{targets}}}
            output:      {path: shards, image: raw, shardBytes: 40KiB}
            """;
        return RecipeReader.Parse(text, "recipe.yaml", _folder.Path, RecipeVocabulary.Product);
    }

    /// <summary>The samples of a recipe.</summary>
    public static SourceListing List(Recipe recipe) => SourceLister.List(recipe.Source, SourceFolders.Resolve(recipe.Folder, recipe.Source), false);

    /// <summary>Makes shards.</summary>
    /// <returns>Their folder.</returns>
    public string Run(Recipe recipe)
    {
        string folder = NewPath();
        ShardRun.Execute(recipe, List(recipe), new RunSettings { OutputFolder = folder, Workers = 2 }, new RunProgress(), CancellationToken.None);
        return folder;
    }

    /// <summary>All shards of a split as one text of bytes.</summary>
    public static byte[] ShardBytes(string folder, string split) =>
        [.. Directory.GetFiles(folder, $"{split}.tfrecord-*").Where(file => !file.EndsWith(".idx", StringComparison.Ordinal)).Order(StringComparer.Ordinal).SelectMany(File.ReadAllBytes)];

    public void Dispose() => _folder.Dispose();
}
