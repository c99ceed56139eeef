using System.Security.Cryptography;
using System.Text;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Sources;
using FeatureForge.Pipeline.Tests.Decode;
using FeatureForge.Pipeline.Tests.Decode.Jpeg;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Execution;

/// <summary>Photos of every kind in one folder with boxes beside them, and runs over them.</summary>
public sealed class RunFolder : IDisposable
{
    /// <summary>Recipe of the documents with smaller pictures and shards; the parts of a case come in place of its own.</summary>
    private const string Whole = """
        version: 1
        seed: 7
        epochs: EPOCHS
        source:      {images: photos, annotations: faces.csv, format: csv, boxSpace: upright, splits: {train: 0.8, validation: 0.2}}
        decode:      DECODE
        geometry:    {output: [150, 120], steps: STEPS}
        photometric: PHOTOMETRIC
        targets:     TARGETS
        output:      OUTPUT
        onBadSample: quarantine
        badSampleBudget: 0.5
        """;

    private static readonly Dictionary<string, string> s_usual = new()
    {
        ["EPOCHS"] = "1",
        ["DECODE"] = "{fidelity: reference, maxPixels: 100000000}",
        ["STEPS"] = "[{ssdCrop: {minIou: [0.1, 0.3, 0.5, 0.7, 0.9]}}, {flip: {p: 0.5}}, {rotate: {degrees: [-10, 10], p: 0.3}}]",
        ["PHOTOMETRIC"] = "[{backlight: {p: 0.3, strength: [0.3, 0.8]}}, {shadows: {p: 0.3}}, {brightness: {p: 0.5}}, {contrast: {p: 0.5}}, {blur: {sigma: [0.4, 2.0], p: 0.3}}, {motionBlur: {p: 0.2}}, {noise: {p: 0.2}}]",
        ["TARGETS"] = "{anchors: ssd300, rule: caffe, positive: 0.5, encoding: sparse}",
        ["OUTPUT"] = "{path: shards, image: raw, shardBytes: 300KiB, profile: tf-od}",
    };

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, (string Digest, RunSummary Summary)> _onHost = [];
    private readonly List<string> _rows = ["image,xmin,ymin,xmax,ymax,label"];
    private readonly Random _random = new(3);
    private int _count;

    public RunFolder()
        : this([new(320, 240), new(211, 157), new(96, 200), new(400, 90), new(33, 17)])
    {
        AddSpecimens(new ImageShape(130, 110));
        AddForTheHost(new ImageShape(150, 100));
        Add(DrawnFiles.Jpeg(new ImageShape(900, 700)), "jpg", new ImageShape(900, 700));
        File.WriteAllLines(_folder["faces.csv"], _rows);
    }

    /// <summary>A folder of sound files that a device takes: for each shape one in each of four samplings.</summary>
    internal RunFolder(ImageShape[] shapes)
    {
        Directory.CreateDirectory(_folder["photos"]);
        foreach (ImageShape shape in shapes)
        {
            foreach (ChromaSampling sampling in (ChromaSampling[])[ChromaSampling.Chroma420, ChromaSampling.Chroma422, ChromaSampling.Chroma444, ChromaSampling.Grey])
                Add(DrawnFiles.Jpeg(shape, sampling), "jpg", shape);
        }

        File.WriteAllLines(_folder["faces.csv"], _rows);
    }

    /// <summary>Photos of the folder.</summary>
    public int Count => _count;

    /// <summary>The recipe with some of its parts replaced.</summary>
    /// <param name="parts">Name of a part (EPOCHS, DECODE, STEPS, PHOTOMETRIC, TARGETS, OUTPUT) and its text.</param>
    public static string Recipe(params (string Part, string Text)[] parts)
    {
        string recipe = Whole;
        foreach (var (part, text) in parts)
            recipe = recipe.Replace(part, text, StringComparison.Ordinal);
        foreach (var (part, text) in s_usual)
            recipe = recipe.Replace(part, text, StringComparison.Ordinal);
        return recipe;
    }

    /// <summary>What the processor makes of a recipe: every file of the output with its SHA-256.</summary>
    public (string Digest, RunSummary Summary) OnHost(string recipe)
    {
        if (!_onHost.TryGetValue(recipe, out var made))
            _onHost.Add(recipe, made = Run(recipe, new HostBackend(), workers: 2));
        return made;
    }

    /// <summary>Runs a recipe into a new folder.</summary>
    public (string Digest, RunSummary Summary) Run(string recipe, IRunBackend backend, int workers, Action<string>? note = null) =>
        Run(_folder.Path, recipe, new RunSettings { OutputFolder = NewPath(), Workers = workers, Backend = backend }, note, default);

    /// <summary>Runs a recipe with two workers into a folder, which may hold part of it already.</summary>
    public (string Digest, RunSummary Summary) Run(string output, string recipe, IRunBackend backend, CancellationToken cancellation) =>
        Run(_folder.Path, recipe, new RunSettings { OutputFolder = output, Workers = 2, Backend = backend }, null, cancellation);

    /// <summary>Runs a recipe that lies in some folder with two workers into a new folder there.</summary>
    public static (string Digest, RunSummary Summary) RunInto(string folder, string recipe, IRunBackend backend) =>
        Run(folder, recipe, new RunSettings { OutputFolder = Path.Combine(folder, $"by-{backend.Name}"), Workers = 2, Backend = backend }, null, default);

    /// <summary>The listing of a recipe.</summary>
    public SourceListing List(Recipe recipe) =>
        SourceLister.List(recipe.Source, SourceFolders.Resolve(_folder.Path, recipe.Source), recipe.HasGeometryStep("cropToBox"));

    /// <summary>A recipe read.</summary>
    public Recipe Read(string recipe) => RecipeReader.Parse(recipe, "test", _folder.Path, RecipeVocabulary.Product);

    /// <summary>A new path; nothing is there yet.</summary>
    public string NewPath() => _folder[Guid.NewGuid().ToString("N")];

    public void Dispose() => _folder.Dispose();

    private static (string Digest, RunSummary Summary) Run(string folder, string text, RunSettings settings, Action<string>? note, CancellationToken cancellation)
    {
        Recipe recipe = RecipeReader.Parse(text, "test", folder, RecipeVocabulary.Product);
        SourceListing source = SourceLister.List(recipe.Source, SourceFolders.Resolve(folder, recipe.Source), recipe.HasGeometryStep("cropToBox"));
        RunSummary summary = ShardRun.Execute(recipe, source, settings, new RunProgress { Note = note }, cancellation);
        Assert.True(summary.Complete);
        return (Digest(settings.OutputFolder), summary);
    }

    private static string Digest(string folder)
    {
        var text = new StringBuilder();
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            text.AppendLine($"{Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))} {Path.GetRelativePath(folder, file)}");
        return text.ToString();
    }

    /// <summary>Samplings and codings that libjpeg-turbo's encoder does not write here.</summary>
    private void AddSpecimens(ImageShape shape)
    {
        foreach (int[] factors in (int[][])[[41, 11, 11], [12, 11, 11], [22, 21, 21], [11, 22, 22]])
            Add(JpegWriter.Write(new JpegSpecimen { Shape = shape, Factors = factors }), "jpg", shape);
        Add(JpegWriter.Write(new JpegSpecimen { Shape = shape, Factors = [11, 11, 11], AdobeTransform = 0 }), "jpg", shape);
        foreach (int[] factors in (int[][])[[22, 11, 11], [11]])
        {
            var specimen = new JpegSpecimen { Shape = shape, Factors = factors };
            Add(SeveralScansWriter.Write(specimen, ScanSpecimen.Progressive(factors.Length, new Random(4)), isProgressive: true), "jpg", shape);
        }
    }

    /// <summary>What no device takes: other formats, turned pictures, and files that are damaged or refused.</summary>
    private void AddForTheHost(ImageShape shape)
    {
        byte[] jpeg = DrawnFiles.Jpeg(shape);
        Add(DrawnFiles.Png(shape), "png", shape);
        Add(Convert.FromBase64String("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="), "webp", new ImageShape(1, 1));
        Add(DrawnFiles.WithOrientation(jpeg, 6), "jpg", shape.Transposed);
        Add(DrawnFiles.WithFrame(jpeg, (file, frame) => file[frame + 4] = 12), "jpg", shape);
        Add(DrawnFiles.WithFrame(jpeg, (file, frame) => file[frame + 9] = 4), "jpg", shape);
        Add(DrawnFiles.WithFrame(jpeg, (file, frame) => file[frame + 1] = 0xC9), "jpg", shape);
        Add(jpeg[..(jpeg.Length / 2)], "jpg", shape);
        Add(jpeg[..30], "jpg", shape);
        byte[] broken = [.. jpeg];
        broken.AsSpan(jpeg.Length * 2 / 3, 12).Fill(0xA5);
        Add(broken, "jpg", shape);
        Add([], "jpg", shape);
        Add("no picture"u8.ToArray(), "png", shape);
    }

    private void Add(byte[] file, string extension, ImageShape shape)
    {
        string name = $"{_count++:D3}.{extension}";
        File.WriteAllBytes(_folder["photos", name], file);

        // Every fourth photo has no box at all, and some boxes lie partly or wholly outside.
        for (int box = 0; box < _count % 4; box++)
        {
            int x = _random.Next(-5, shape.Width + 5), y = _random.Next(-5, shape.Height);
            _rows.Add(FormattableString.Invariant($"{name},{x},{y},{x + _random.Next(3, 60)},{y + _random.Next(3, 60)},{(box == 0 ? "face" : "smile")}"));
        }
    }
}
