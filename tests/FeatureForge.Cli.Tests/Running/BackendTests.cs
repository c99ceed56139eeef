using System.Diagnostics;
using System.Text.Json;
using FeatureForge.Testing;

namespace FeatureForge.Cli.Tests.Running;

/// <summary><c>featureforge run --backend</c>: the same bytes by any of them, or a sentence that says why not.</summary>
public sealed class BackendTests(DrawnSet set) : IClassFixture<DrawnSet>
{
    private static readonly Lazy<JsonElement> s_devices = new(() => JsonDocument.Parse(FeatureForgeProgram.Run("devices", "--json").Expect(0).Output).RootElement);

    [SkippableTheory]
    [InlineData("opencl")]
    [InlineData("cuda")]
    public void Run_OnADevice_WritesTheBytesOfTheCpuAndReportsWhereSamplesWereMade(string backend)
    {
        RequireDevice(backend);
        string recipe = set.ExampleRecipe("epochs: 2");
        string onCpu = set.NewPath(), onDevice = set.NewPath();
        JsonElement cpu = Result(FeatureForgeProgram.Run("run", recipe, "--output", onCpu, "--json"));
        ProgramResult run = FeatureForgeProgram.Run("run", recipe, "--output", onDevice, "--backend", backend, "--device-memory", "512MiB", "--workers", "2", "--json");
        JsonElement device = Result(run);
        Assert.Equal(FeatureForgeProgram.Digest(onCpu), FeatureForgeProgram.Digest(onDevice));
        Assert.Equal("cpu", cpu.GetProperty("backend").GetString());
        Assert.Equal(backend, device.GetProperty("backend").GetString());
        Assert.StartsWith($"{backend}:", device.GetProperty("device").GetString(), StringComparison.Ordinal);
        long png = device.GetProperty("samplesOnHost").GetProperty("png").GetInt64();
        Assert.Equal(device.GetProperty("made").GetInt64(), device.GetProperty("samplesOnDevice").GetInt64() + png);
        Assert.Empty(device.GetProperty("batchesRedone").EnumerateObject());
        Assert.True(device.GetProperty("stageSeconds").GetProperty("device").GetDouble() > 0);
        Assert.Equal(cpu.GetProperty("matching").ToString(), device.GetProperty("matching").ToString());
        Assert.Contains("at most 512 MiB on the device", run.Error, StringComparison.Ordinal);
        Assert.InRange(device.GetProperty("deviceMemoryBytes").GetInt64(), 1, 512 << 20);
        Assert.True(device.GetProperty("pinnedMemoryBytes").GetInt64() > 0);
        Assert.Equal("--device-memory", device.GetProperty("deviceMemoryFrom").GetString());
        Assert.False(cpu.TryGetProperty("deviceMemoryBytes", out _));
    }

    [SkippableFact]
    public void Run_WithMoreMemoryThanTheDeviceHas_IsRefusedBeforeAnythingIsWritten()
    {
        RequireDevice("opencl");
        string output = set.NewPath();
        ProgramResult run = FeatureForgeProgram.Run("run", set.ExampleRecipe(), "--output", output, "--backend", "opencl", "--device-memory", "900TiB").Expect(1);
        Assert.Contains("is more than opencl:0", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(output) && Directory.EnumerateFiles(output, "*.tfrecord-*").Any());
    }

    [SkippableFact]
    public void Run_OnADeviceKilledAgainAndAgain_EndsWithTheBytesOfTheCpu()
    {
        RequireDevice("opencl");
        string recipe = set.ExampleRecipe("epochs: 6");
        string undisturbed = set.NewPath(), output = set.NewPath();
        FeatureForgeProgram.Run("run", recipe, "--output", undisturbed, "--quiet").Expect(0);
        foreach (double seconds in (double[])[0.6, 1.0, 1.4, 1.8, 2.2])
        {
            using Process process = FeatureForgeProgram.Start(new Dictionary<string, string>(), "run", recipe, "--output", output, "--backend", "opencl", "--quiet");
            process.WaitForExit(TimeSpan.FromSeconds(seconds));
            process.Kill();
            process.WaitForExit();
        }

        FeatureForgeProgram.Run("run", recipe, "--output", output, "--backend", "opencl", "--quiet").Expect(0);
        Assert.Equal(FeatureForgeProgram.Digest(undisturbed), FeatureForgeProgram.Digest(output));
    }

    [Theory]
    [InlineData("opencl", "no OpenCL: libOpenCL.so.1 is not installed")]
    [InlineData("cuda", "no CUDA: libcuda.so.1 is not installed")]
    public void Run_WithoutTheLibrary_EndsWithTheSentenceOfDevices(string backend, string sentence)
    {
        using var folder = new TemporaryFolder();
        foreach (string library in new[] { "libOpenCL.so.1", "libOpenCL.so", "libcuda.so.1" })
            File.WriteAllText(folder[library], "not a library");
        ProgramResult result = FeatureForgeProgram.Run(new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = folder.Path }, "run", set.ExampleRecipe(), "--output", set.NewPath(), "--backend", backend);
        Assert.Contains(sentence, result.Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("--backend cpu", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--device-memory 12 apples", "--device-memory", "12 apples")]
    [InlineData(2, "--device-memory 0", "--device-memory", "0")]
    [InlineData(1, "numbered from 0", "--device", "99")]
    [InlineData(1, "numbered from 0", "--device", "-1")]
    public void Run_WithADeviceThatCannotBeMeant_SaysWhatCan(int exitCode, string sentence, string option, string value)
    {
        ProgramResult result = FeatureForgeProgram.Run("run", set.ExampleRecipe(), "--output", set.NewPath(), "--backend", "opencl", option, value);
        Assert.Contains(sentence, result.Expect(exitCode).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("cpu")]
    public void Run_WithTheNumberOfADeviceOfNoBackend_IsRefused(string backend)
    {
        ProgramResult result = FeatureForgeProgram.Run("run", set.ExampleRecipe(), "--output", set.NewPath(), "--backend", backend, "--device", "0");
        Assert.Contains("--backend opencl or --backend cuda", result.Expect(2).Error, StringComparison.Ordinal);
    }

    private static JsonElement Result(ProgramResult result) => JsonDocument.Parse(result.Expect(0).Output).RootElement;

    private static void RequireDevice(string backend)
    {
        bool usable = s_devices.Value.GetProperty("devices").EnumerateArray().Any(device => device.GetProperty("backend").GetString() == backend && device.GetProperty("usable").GetBoolean());
        Skip.If(!usable, s_devices.Value.GetProperty("backends").EnumerateArray().First(state => state.GetProperty("backend").GetString() == backend).GetProperty("detail").GetString());
    }
}
