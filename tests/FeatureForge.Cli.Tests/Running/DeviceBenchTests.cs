using System.Diagnostics;
using System.Text.Json;
using FeatureForge.Testing;

namespace FeatureForge.Cli.Tests.Running;

/// <summary><c>featureforge bench --backend</c>: the CPU always, OpenCL and CUDA where they are, a sentence where they are not.</summary>
public sealed class DeviceBenchTests(DrawnSet set) : IClassFixture<DrawnSet>
{
    private static readonly string[] s_steps = ["inverse DCT", "upsampling, colour", "resize", "backlight", "shadows", "brightness", "contrast", "gamma", "saturation", "hue", "blur", "motionBlur", "noise"];

    private string Photos => Path.Combine(set.Folder, "photos");

    [SkippableTheory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    [InlineData("cuda")]
    public void Bench_OfABackend_HasEveryStageAndRule(string backend)
    {
        SkipWhereAbsent(backend);
        string saved = set.NewPath() + ".json";
        string text = FeatureForgeProgram.Run("bench", "--backend", backend, "--input", Photos, "--batch", "3", "2", "--repeat", "1", "--save", saved).Expect(0).Output;
        JsonElement result = JsonDocument.Parse(File.ReadAllText(saved)).RootElement;
        Assert.True(result.GetProperty("copyGigabytesPerSecond").GetDouble() > 0);
        JsonElement[] stages = [.. result.GetProperty("stages").EnumerateArray()];
        Assert.All(s_steps, step => Assert.Equal(2, stages.Count(stage => stage.GetProperty("name").GetString() == step)));
        Assert.Equal(2, stages.Count(stage => stage.GetProperty("name").GetString()!.StartsWith("whole chain", StringComparison.Ordinal)));
        Assert.Equal([3, 2], stages.Select(stage => stage.GetProperty("batch").GetInt32()).Distinct());
        JsonElement[] rules = [.. result.GetProperty("matching").GetProperty("rules").EnumerateArray()];
        Assert.Equal(10, rules.Length);
        Assert.All(rules, rule => Assert.True(rule.GetProperty("gigaIoUPerSecond").GetDouble() > 0));
        Assert.Equal("cpu", result.GetProperty("endToEnd")[0].GetProperty("backend").GetString());
        Assert.Equal(backend == "cpu" ? 1 : 2, result.GetProperty("endToEnd").GetArrayLength());
        Assert.Equal(backend != "cpu", stages.Any(stage => stage.TryGetProperty("shareOfCopy", out _)));
        Assert.Contains("256 images x 8,732 anchors x 8 boxes", text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Bench_OfARecipeOnADevice_MeasuresItsChain()
    {
        SkipWhereAbsent("opencl");
        JsonElement result = JsonDocument.Parse(FeatureForgeProgram.Run("bench", set.ExampleRecipe(), "--backend", "opencl:0", "--batch", "2", "--repeat", "1", "--json").Expect(0).Output).RootElement;
        Assert.True(result.GetProperty("sameBytesAsCpu").GetBoolean());
    }

    [SkippableFact]
    public void Bench_OfADeviceThatDoesNotTakeAllPhotos_SaysHowManyAndWhy()
    {
        SkipWhereAbsent("opencl");
        string recipe = set.ExampleRecipe(), saved = set.NewPath() + ".json";
        File.WriteAllText(recipe, File.ReadAllText(recipe).Replace("fidelity: reference", "fidelity: fast", StringComparison.Ordinal));
        string text = FeatureForgeProgram.Run("bench", recipe, "--backend", "opencl", "--batch", "2", "--repeat", "1", "--save", saved).Expect(0).Output;
        JsonElement chain = JsonDocument.Parse(File.ReadAllText(saved)).RootElement.GetProperty("endToEnd")[1];
        Assert.StartsWith("opencl:", chain.GetProperty("device").GetString(), StringComparison.Ordinal);
        long compared = chain.GetProperty("samplesOnHost").GetProperty("compared").GetInt64();
        Assert.Equal(2 * chain.GetProperty("images").GetInt64(), chain.GetProperty("samplesOnDevice").GetInt64() + compared);
        Assert.Contains($"samples were made on the CPU, not on the device: {compared} compared", text, StringComparison.Ordinal);
        Assert.Contains("of pinned memory", chain.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Bench_StoppedByASignal_LeavesNoFile(string signal)
    {
        using var temporary = new TemporaryFolder();
        using Process process = FeatureForgeProgram.Start(new Dictionary<string, string> { ["TMPDIR"] = temporary.Path }, "bench", "--backend", "cpu", "--input", Photos, "--batch", "1024", "--repeat", "1");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        while (!process.HasExited && !Directory.EnumerateDirectories(temporary.Path, "featureforge-bench-*").Any(folder => Directory.Exists(Path.Combine(folder, "shards"))))
            await Task.Delay(5);
        FeatureForgeProgram.Send(signal, process);
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal("", await output);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("stopped; what was measured so far is lost", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary.Path, "featureforge-bench-*"));
    }

    [Theory]
    [InlineData("metal")]
    [InlineData("cpu:0")]
    [InlineData("cuda:x")]
    public void Bench_OfABackendThatIsNone_EndsWithTwo(string backend) =>
        Assert.Contains("write cpu, opencl or cuda", FeatureForgeProgram.Run("bench", "--backend", backend, "--input", Photos).Expect(2).Error, StringComparison.Ordinal);

    [Fact]
    public void Bench_OfADeviceThatIsNotThere_SaysWhichAreMissing() =>
        Assert.Contains("--backend cuda:7: no usable device", FeatureForgeProgram.Run("bench", "--backend", "cuda:7", "--input", Photos).Expect(1).Error, StringComparison.Ordinal);

    [Fact]
    public void Bench_OfSeveralThings_IsRefused() =>
        Assert.Contains("one of them at a time", FeatureForgeProgram.Run("bench", "--backend", "cpu", "--ladder", "--input", Photos).Expect(2).Error, StringComparison.Ordinal);

    [SkippableFact]
    public void WriteBoxes_ForTheScriptBesideTheRivals_IsReadByIt()
    {
        string boxes = set.NewPath() + ".bin";
        FeatureForgeProgram.Run("bench", "--write-boxes", boxes).Expect(0);
        Assert.Equal(8 + 12 + (16 * (8732 + (256 * 8))), new FileInfo(boxes).Length);
        Skip.IfNot(File.Exists("/usr/bin/python3"), "there is no /usr/bin/python3");
        var info = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(TestData.Repository, "tools", "rivals.d", "matching.py"), boxes, "--repeat", "1"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(info)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.True(output.Contains("gigaIoUPerSecond", StringComparison.Ordinal) || error.Result.Contains("is not measured: ", StringComparison.Ordinal), error.Result);
    }

    private static void SkipWhereAbsent(string backend)
    {
        if (backend == "cpu")
            return;
        JsonElement devices = JsonDocument.Parse(FeatureForgeProgram.Run("devices", "--json").Expect(0).Output).RootElement;
        JsonElement state = devices.GetProperty("backends").EnumerateArray().Single(state => state.GetProperty("backend").GetString() == backend);
        bool isUsable = devices.GetProperty("devices").EnumerateArray().Any(device => device.GetProperty("backend").GetString() == backend && device.GetProperty("usable").GetBoolean());
        Skip.IfNot(isUsable, $"no usable {backend} device: {state.GetProperty("detail").GetString()}");
    }
}
