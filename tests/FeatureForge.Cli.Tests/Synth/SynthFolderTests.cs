using System.Globalization;
using FeatureForge.Cli.Synth;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Shapes;
using FeatureForge.Testing;

namespace FeatureForge.Cli.Tests.Synth;

public sealed class SynthFolderTests : IDisposable
{
    private static readonly SynthOptions s_options = new() { Count = 13, Seed = 3, Size = new ImageShape(96, 80) };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_WhenDone_HasPhotosAnnotationsAndRecipe()
    {
        SynthReport report = Write(s_options);
        string[] photos = [.. Directory.GetFiles(_folder["photos"]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        Assert.Equal(13, photos.Length);
        Assert.Equal("photo-00001.jpg", photos[0]);
        Assert.Equal("photo-00012.png", photos[11]);
        Assert.StartsWith("P6 png 96 80", File.ReadLines(_folder["photos", "photo-00012.png"]).First(), StringComparison.Ordinal);
        Assert.StartsWith("P6 jpeg 96 80", File.ReadLines(_folder["photos", "photo-00013.jpg"]).First(), StringComparison.Ordinal);
        Assert.Equal(report.Bytes, Directory.GetFiles(_folder["photos"]).Sum(path => new FileInfo(path).Length));
        Assert.Contains("images: photos", File.ReadAllText(_folder["recipe.yaml"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WhenDone_AnnotationsAgreeWithTheReport()
    {
        SynthReport report = Write(s_options);
        string[][] faces = Csv("faces.csv");
        string[][] smiles = Csv("faces_smile.csv");
        Assert.Equal(report.Faces, faces.Length);
        Assert.True(report.Faces > 5);
        Assert.All(faces, row => Assert.Equal("face", row[5]));
        Assert.All(faces, row => Assert.True(File.Exists(_folder["photos", row[0]])));
        Assert.Equal(faces.Select(row => string.Join(',', row[..5])), smiles.Select(row => string.Join(',', row[..5])));
        Assert.Equal(report.Smiling, smiles.Count(row => row[5] == "smiling"));
        Assert.Equal(report.Faces - report.Smiling, smiles.Count(row => row[5] == "neutral"));
        Assert.Equal(report.WithoutFaces, 13 - faces.Select(row => row[0]).Distinct().Count());
        foreach (string[] row in faces)
        {
            int[] box = [.. row[1..5].Select(cell => int.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.True(box[0] >= 0 && box[1] >= 0 && box[0] < box[2] && box[1] < box[3] && box[2] <= 96 && box[3] <= 80, string.Join(',', row));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Write_WhenRepeatedWithOtherWorkers_GivesTheSameFiles(int workers)
    {
        Write(s_options);
        Dictionary<string, byte[]> before = Files();
        Write(s_options with { Workers = workers });
        Assert.Equal(before, Files());
    }

    [Fact]
    public void Write_WhenTheFolderHoldsOtherPhotos_RefusesAndNamesOne()
    {
        Directory.CreateDirectory(_folder["photos"]);
        File.WriteAllText(_folder["photos", "holiday.jpg"], "");
        var error = Assert.Throws<FeatureForgeException>(() => Write(s_options));
        Assert.Equal(1, error.ExitCode);
        Assert.Contains("holiday.jpg", error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder["photos"], error.Message, StringComparison.Ordinal);
        Assert.Contains("Choose another folder", error.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder["photos"]));
    }

    [Theory]
    [InlineData("recipe.yaml")]
    [InlineData("faces.csv")]
    [InlineData("faces_smile.csv")]
    [InlineData("photos/photo-00001.jpg")]
    public void Write_WhenAFileIsSomebodyElses_RefusesUnlessItMayOverwrite(string name)
    {
        Directory.CreateDirectory(_folder["photos"]);
        File.WriteAllText(_folder[name], "mine");
        var error = Assert.Throws<FeatureForgeException>(() => Write(s_options));
        Assert.Equal(1, error.ExitCode);
        Assert.Contains($"holds {name.Split('/')[0]}, which featureforge synth did not make", error.Message, StringComparison.Ordinal);
        Assert.Contains("--overwrite", error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder[name]));
        Assert.Single(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
        Write(s_options with { Overwrite = true });
        Assert.NotEqual("mine", File.ReadAllText(_folder[name]));
    }

    [Fact]
    public void Write_WhenTheRecipeWasChangedSince_KeepsIt()
    {
        Write(s_options);
        File.AppendAllText(_folder["recipe.yaml"], "# mine\n");
        var error = Assert.Throws<FeatureForgeException>(() => Write(s_options));
        Assert.Contains("recipe.yaml, which was changed since", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("# mine\n", File.ReadAllText(_folder["recipe.yaml"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WhenAnotherSetOfItsOwnIsThere_DrawsItAnew()
    {
        Write(s_options);
        Write(s_options with { Seed = 4 });
        Assert.Contains("seed: 4", File.ReadAllText(_folder["recipe.yaml"]), StringComparison.Ordinal);
        Write(s_options with { Seed = 5 });
    }

    [Fact]
    public void Write_WhenStoppedBefore_GoesOn()
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => new SynthFolder(_folder.Path, new PortablePixmapWriter()).Write(s_options, _ => source.Cancel(), source.Token));
        Assert.NotEmpty(Directory.GetFiles(_folder["photos"]));
        Write(s_options);
        Assert.True(File.Exists(_folder["recipe.yaml"]));
    }

    [Fact]
    public void Write_WhenTheFolderIsAFile_SaysSoWithExitCodeOne()
    {
        File.WriteAllText(_folder["set"], "");
        var error = Assert.Throws<FeatureForgeException>(() => new SynthFolder(_folder["set"], new PortablePixmapWriter()).Write(s_options));
        Assert.Equal(1, error.ExitCode);
        Assert.Contains(_folder["set"], error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 96, "--count is 0")]
    [InlineData(100_000, 96, "--count is 100000")]
    [InlineData(5, 63, "--size is 63 x 80")]
    [InlineData(5, 9000, "--size is 9000 x 80")]
    public void Write_WhenAnOptionIsOutOfRange_RefusesBeforeWriting(int count, int width, string text)
    {
        var error = Assert.Throws<FeatureForgeException>(() => Write(new SynthOptions { Count = count, Size = new ImageShape(width, 80) }));
        Assert.Equal(2, error.ExitCode);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Write_WhenPhotosFinish_ReportsEachOnce()
    {
        var seen = new System.Collections.Concurrent.ConcurrentBag<int>();
        new SynthFolder(_folder.Path, new PortablePixmapWriter()).Write(s_options, seen.Add);
        Assert.Equal(Enumerable.Range(1, 13), seen.Order());
    }

    [Fact]
    public void Write_WhenCancelled_LeavesNoAnnotation()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new SynthFolder(_folder.Path, new PortablePixmapWriter()).Write(s_options, null, source.Token));
        Assert.False(File.Exists(_folder["faces.csv"]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(200, 12)]
    [InlineData(99_999, 256)]
    public void ShardMebibytes_WhenTheSetGrows_KeepsAboutFourShards(int count, long expected) => Assert.Equal(expected, SynthRecipe.ShardMebibytes(count));

    private SynthReport Write(SynthOptions options) => new SynthFolder(_folder.Path, new PortablePixmapWriter()).Write(options);

    private string[][] Csv(string name)
    {
        string[] lines = File.ReadAllLines(_folder[name]);
        Assert.Equal("image,xmin,ymin,xmax,ymax,label", lines[0]);
        return [.. lines.Skip(1).Select(line => line.Split(','))];
    }

    private Dictionary<string, byte[]> Files() =>
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllBytes);
}
