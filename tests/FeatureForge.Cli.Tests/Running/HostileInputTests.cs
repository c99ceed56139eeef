using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using FeatureForge.Records.Framing;
using FeatureForge.Testing;

namespace FeatureForge.Cli.Tests.Running;

/// <summary>Damaged, huge and malicious input costs its own sample at most.</summary>
public sealed class HostileInputTests(DrawnSet set) : IClassFixture<DrawnSet>
{
    private const string WholePictures = """
        version: 1
        source: {images: IMAGES}
        geometry: {output: [64, 64]}
        output: {path: shards}
        badSampleBudget: 1
        """;

    [SkippableFact]
    public void Run_OnTheCorruptAndFuzzCollections_EndsInBoundedMemoryWithEveryReasonReadable()
    {
        using var folder = new TemporaryFolder();
        string images = folder["images"];
        Directory.CreateDirectory(images);
        ZipFile.ExtractToDirectory(TestData.Require("jpeg", "fuzz.zip"), images);
        foreach (string file in Directory.EnumerateFiles(images, "*", SearchOption.AllDirectories).ToList())
            File.Move(file, file + ".jpg");
        foreach (string file in Directory.EnumerateFiles(TestData.Require("jpeg", "corrupt")))
            File.Copy(file, Path.Combine(images, $"corrupt-{Path.GetFileName(file)}.jpg"));
        string recipe = set.WriteRecipe(WholePictures.Replace("IMAGES", images, StringComparison.Ordinal));
        string output = set.NewPath();
        var (summary, peak) = RunMeasuringMemory(recipe, output);
        int listed = Directory.EnumerateFiles(images, "*", SearchOption.AllDirectories).Count();
        Assert.Equal(listed, summary.GetProperty("in").GetInt32());
        Assert.Equal(listed, summary.GetProperty("out").GetInt32() + summary.GetProperty("quarantined").GetInt32());
        Assert.True(peak < 1_000_000_000, $"peak memory was {peak / 1e6:F0} MB");
        string[] quarantine = File.ReadAllLines(Path.Combine(output, "quarantine.jsonl"));
        Assert.Equal(summary.GetProperty("quarantined").GetInt32(), quarantine.Length);
        Assert.All(quarantine, line => AssertReadable(JsonDocument.Parse(line).RootElement));
        FeatureForgeProgram.Run("verify", output).Expect(0);
        string again = set.NewPath();
        FeatureForgeProgram.Run("run", recipe, "--output", again, "--quiet", "--workers", "7").Expect(0);
        Assert.Equal(File.ReadAllText(Path.Combine(output, "manifest.json")), File.ReadAllText(Path.Combine(again, "manifest.json")));
        Assert.Equal(quarantine, File.ReadAllLines(Path.Combine(again, "quarantine.jsonl")));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("serve")]
    public void AnyCommand_OnAManifestWithEscapeSequences_SaysTheProblemWithoutThem(string command)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder["manifest.json"],
            "{\"format\": \"featureforge-shards\", \"splits\": [{\"shards\": [{\"name\": \"a\", \"records\": 1, \"bytes\": 1, \"crc32c\": \"\\u001b[2Jx\\u202e\"}]}]}");
        ProgramResult result = FeatureForgeProgram.Run(command, folder.Path).Expect(1);
        string said = result.Output + result.Error;
        Assert.Contains("'\uFFFD[2Jx\uFFFD' is no checksum", said, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', said);
    }

    [Fact]
    public void Synth_IntoAFolderOfSomebodyElse_IsRefusedUnlessTold()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["recipe.yaml"], "mine");
        ProgramResult refused = FeatureForgeProgram.Run("synth", folder.Path, "--count", "1", "--size", "64x64").Expect(1);
        Assert.Contains("recipe.yaml", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--overwrite", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder["recipe.yaml"]));
        FeatureForgeProgram.Run("synth", folder.Path, "--count", "1", "--size", "64x64", "--overwrite").Expect(0);
        FeatureForgeProgram.Run("synth", folder.Path, "--count", "1", "--size", "64x64").Expect(0);
    }

    [Fact]
    public void Run_PastTheBudget_StopsAndNamesTheOption()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["broken.jpg"], "this is no picture");
        string recipe = set.WriteRecipe(WholePictures.Replace("IMAGES", folder.Path, StringComparison.Ordinal).Replace("badSampleBudget: 1", "badSampleBudget: 0.5", StringComparison.Ordinal));
        ProgramResult result = FeatureForgeProgram.Run("run", recipe, "--output", set.NewPath()).Expect(1);
        Assert.Contains("badSampleBudget", result.Error, StringComparison.Ordinal);
        Assert.Contains("broken.jpg", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OnAHeaderOf65535Squared_RefusesItBeforeAllocating()
    {
        using var folder = new TemporaryFolder();
        byte[] jpeg = File.ReadAllBytes(Directory.EnumerateFiles(Path.Combine(set.Folder, "photos"), "*.jpg").First());
        int frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0, 0x00]);
        jpeg.AsSpan(frame + 5, 4).Fill(0xFF);
        File.WriteAllBytes(folder["huge.jpg"], jpeg);
        string recipe = set.WriteRecipe(WholePictures.Replace("IMAGES", folder.Path, StringComparison.Ordinal));
        string output = set.NewPath();
        var (summary, peak) = RunMeasuringMemory(recipe, output);
        Assert.Equal(1, summary.GetProperty("quarantined").GetInt32());
        Assert.Contains("65535", File.ReadAllText(Path.Combine(output, "quarantine.jsonl")), StringComparison.Ordinal);
        Assert.True(peak < 300_000_000, $"peak memory was {peak / 1e6:F0} MB");
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    public void Run_WithAnAnnotationThatLeavesTheImages_IsRefused(string path)
    {
        string annotations = Path.Combine(set.Folder, $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(annotations, $"image,xmin,ymin,xmax,ymax,label\n{path},1,1,20,20,face\n");
        string recipe = set.ExampleRecipe();
        File.WriteAllText(recipe, File.ReadAllText(recipe).Replace("faces.csv", Path.GetFileName(annotations), StringComparison.Ordinal));
        string output = set.NewPath();
        ProgramResult result = FeatureForgeProgram.Run("run", recipe, "--output", output).Expect(1);
        Assert.Contains(path, result.Error, StringComparison.Ordinal);
        Assert.Contains($"{Path.GetFileName(annotations)}:2", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(output) && Directory.EnumerateFiles(output, "*.tfrecord*").Any(), "records were written");
    }

    [Fact]
    public void Inspect_OfARecordWithADamagedPicture_NamesItAndDrawsTheSheet()
    {
        using var folder = new TemporaryFolder();
        // A tf.train.Example with one feature: image/encoded, the bytes 1 2 3 4.
        byte[] example = [0x0A, 27, 0x0A, 25, 0x0A, 13, .. "image/encoded"u8, 0x12, 8, 0x0A, 6, 0x0A, 4, 1, 2, 3, 4];
        using var buffer = new RecordBuffer();
        example.CopyTo(buffer.Begin(example.Length));
        buffer.Seal();
        File.WriteAllBytes(folder["a.tfrecord"], [.. buffer.Framed, .. buffer.Framed]);
        ProgramResult result = FeatureForgeProgram.Run("inspect", folder["a.tfrecord"], "--pictures", folder["sheet.png"]).Expect(0);
        Assert.Contains("2 records", result.Output, StringComparison.Ordinal);
        Assert.Contains("a.tfrecord, record 1 (from 0): its picture is not drawn. The file starts with the bytes 01 02 03 04", result.Error, StringComparison.Ordinal);
        Assert.True(new FileInfo(folder["sheet.png"]).Length > 1_000);
    }

    private static void AssertReadable(JsonElement line)
    {
        Assert.Matches("^[a-z0-9-]+$", line.GetProperty("reason").GetString());
        Assert.True(line.GetProperty("message").GetString()!.Length > 20, line.ToString());
        Assert.NotEmpty(line.GetProperty("file").GetString()!);
    }

    private static (JsonElement Summary, long PeakBytes) RunMeasuringMemory(string recipe, string output)
    {
        using Process process = FeatureForgeProgram.Start(new Dictionary<string, string>(), "run", recipe, "--output", output, "--quiet", "--json");
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> text = process.StandardOutput.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(20))
        {
            process.Refresh();
            peak = Math.Max(peak, process.HasExited ? 0 : process.WorkingSet64);
        }

        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {error.Result}");
        return (JsonDocument.Parse(text.Result).RootElement, peak);
    }
}
