using System.Globalization;
using System.Text.RegularExpressions;
using FeatureForge.Core.Errors;
using FeatureForge.Gpu.Execution;
using FeatureForge.Pipeline.Run;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Execution;

/// <summary>A run on a device writes the bytes of a run on the processor: every file of the output folder.</summary>
public sealed class DeviceRunTests(RunFolder folder) : IClassFixture<RunFolder>
{
    public static TheoryData<TestDevice, string> Recipes
    {
        get
        {
            TheoryData<TestDevice, string> recipes = [];
            foreach (TestDevice device in (TestDevice[])[TestDevice.OpenCl, TestDevice.Cuda])
            {
                foreach (string recipe in Cases())
                    recipes.Add(device, recipe);
            }

            return recipes;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Recipes))]
    public void Run_OfARecipe_WritesTheBytesOfTheHost(TestDevice kind, string recipe)
    {
        var (digest, summary) = OnDevice(kind, recipe, new DeviceRunOptions { BatchSize = 16 }, workers: 1);
        Assert.Equal(folder.OnHost(recipe).Digest, digest);
        Equal(folder.OnHost(recipe).Summary, summary);
        Assert.True(summary.Routes.OnDevice > summary.Made / 2, $"only {summary.Routes.OnDevice} of {summary.Made} samples were made on the device");
        Assert.Equal(1, summary.Routes.OnHost["webp"]);
        Assert.Empty(summary.Routes.RedoneBatches);
    }

    [SkippableTheory]
    [InlineData(TestDevice.OpenCl, 1, 1)]
    [InlineData(TestDevice.OpenCl, 1, 2)]
    [InlineData(TestDevice.OpenCl, 7, 1)]
    [InlineData(TestDevice.OpenCl, 7, 2)]
    [InlineData(TestDevice.OpenCl, 256, 1)]
    [InlineData(TestDevice.OpenCl, 256, 2)]
    [InlineData(TestDevice.Cuda, 1, 2)]
    [InlineData(TestDevice.Cuda, 7, 2)]
    [InlineData(TestDevice.Cuda, 256, 2)]
    public void Run_WithBatchesOfAnySize_WritesTheBytesOfTheHost(TestDevice kind, int batch, int workers)
    {
        string recipe = RunFolder.Recipe(("EPOCHS", "3"));
        var (digest, summary) = OnDevice(kind, recipe, new DeviceRunOptions { BatchSize = batch }, workers);
        Assert.Equal(folder.OnHost(recipe).Digest, digest);
        Equal(folder.OnHost(recipe).Summary, summary);
    }

    [SkippableTheory]
    [InlineData(TestDevice.OpenCl)]
    [InlineData(TestDevice.Cuda)]
    public void Run_OfRealPhotos_WritesTheBytesOfTheHost(TestDevice kind)
    {
        string[] photos = [.. Directory.GetFiles(TestData.Require("photos", "images")).Order(StringComparer.Ordinal).Where((_, index) => index % 29 == 0)];
        using var place = new TemporaryFolder();
        Directory.CreateDirectory(place["photos"]);
        foreach (string photo in photos)
            File.CreateSymbolicLink(place["photos", Path.GetFileName(photo)], photo);
        string recipe = RunFolder.Recipe().Replace("annotations: faces.csv, format: csv, ", "", StringComparison.Ordinal);
        using var host = new HostBackend();
        using IRunBackend device = Backend(kind, new DeviceRunOptions());
        Assert.Equal(RunFolder.RunInto(place.Path, recipe, host).Digest, RunFolder.RunInto(place.Path, recipe, device).Digest);
    }

    [SkippableTheory]
    [InlineData(TestDevice.OpenCl, "{fidelity: fast}")]
    [InlineData(TestDevice.OpenCl, "{fidelity: fast, dctScale: auto}")]
    [InlineData(TestDevice.Cuda, "{fidelity: fast}")]
    [InlineData(TestDevice.Cuda, "{fidelity: fast, dctScale: auto}")]
    public void Run_WithFidelityFast_WritesTheBytesAndCountsOfTheHost(TestDevice kind, string decode)
    {
        string recipe = RunFolder.Recipe(("DECODE", decode));
        var (digest, summary) = OnDevice(kind, recipe, new DeviceRunOptions(), workers: 2);
        var (expected, host) = folder.OnHost(recipe);
        Assert.Equal(expected, digest);
        Assert.True(summary.Routes.OnDevice > 20);
        Assert.Equal(1, summary.Routes.OnHost["compared"]);
        Assert.Equal(host.Counts.DecodedAsReference, summary.Counts.DecodedAsReference);
        Assert.Equal(host.Counts.DecodedSmaller, summary.Counts.DecodedSmaller);
    }

    [SkippableFact]
    public void Run_WithLittleMemory_SendsLargePicturesThroughTheHost()
    {
        string recipe = RunFolder.Recipe();
        var notes = new List<string>();
        var (digest, summary) = OnDevice(TestDevice.OpenCl, recipe, new DeviceRunOptions { MemoryBytes = 5 << 20 }, workers: 1, notes.Add);
        Assert.Equal(folder.OnHost(recipe).Digest, digest);
        Assert.True(summary.Routes.OnHost["too-large"] > 0);
        Assert.True(summary.Routes.OnDevice > 0);
        Assert.Contains(notes, note => note.Contains("at most 5 MiB on the device", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData(1, 64, "{fidelity: reference}")]
    [InlineData(2, 64, "{fidelity: reference}")]
    [InlineData(1, 7, "{fidelity: fast}")]
    public void Run_WithTheLeastMemoryStated_WorksOnTheDeviceAndWithAByteLessIsRefused(int workers, int batch, string decode)
    {
        string recipe = RunFolder.Recipe(("DECODE", decode));
        string Refusal(long bytes) =>
            Assert.Throws<FeatureForgeException>(() => OnDevice(TestDevice.OpenCl, recipe, new DeviceRunOptions { MemoryBytes = bytes, BatchSize = batch }, workers)).Message;
        string refusal = Refusal(1000);
        long least = long.Parse(Regex.Match(refusal, "at least ([0-9]+) bytes").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Contains($"--device-memory {least} or more", refusal, StringComparison.Ordinal);
        Assert.Contains($"at least {least} bytes", Refusal(least - 1), StringComparison.Ordinal);

        // The device has not a byte more either.
        using IRunBackend backend = new DeviceRunBackend(new CappedDevice(SharedDevices.Get(TestDevice.OpenCl), least), new DeviceRunOptions { MemoryBytes = least, BatchSize = batch });
        var (digest, summary) = folder.Run(recipe, backend, workers);
        Assert.Equal(folder.OnHost(recipe).Digest, digest);
        Assert.Empty(summary.Routes.RedoneBatches);
        Assert.True(summary.Routes.OnDevice > summary.Routes.OnHost["too-large"], $"{summary.Routes.OnDevice} samples on the device, {summary.Routes.OnHost["too-large"]} too large");
        Assert.InRange(backend.Memory!.DeviceBytes, 1, least);
    }

    [SkippableFact]
    public void Run_WithMoreMemoryThanTheDeviceHas_IsRefusedWithASentence()
    {
        long bytes = SharedDevices.Get(TestDevice.OpenCl).Description.MemoryBytes;
        var failure = Assert.Throws<FeatureForgeException>(() => OnDevice(TestDevice.OpenCl, RunFolder.Recipe(), new DeviceRunOptions { MemoryBytes = bytes + 1 }, workers: 1));
        Assert.Contains($"is more than opencl:0", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"has: {bytes} bytes", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Run_WithNoMemoryWorthTheName_IsRefusedWithASentence()
    {
        var failure = Assert.Throws<FeatureForgeException>(() =>
            OnDevice(TestDevice.OpenCl, RunFolder.Recipe(), new DeviceRunOptions { MemoryBytes = 1000 }, workers: 1));
        Assert.Contains("Give --device-memory", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Run_ThatDoesNotFitADeviceNobodyAskedFor_IsMadeOnTheHost()
    {
        string recipe = RunFolder.Recipe();
        var notes = new List<string>();
        var (digest, summary) = OnDevice(TestDevice.OpenCl, recipe, new DeviceRunOptions { MemoryBytes = 1000, FallsBackToHost = true }, workers: 1, notes.Add);
        Assert.Equal(folder.OnHost(recipe).Digest, digest);
        Assert.Equal(0, summary.Routes.OnDevice);
        Assert.Contains("This run is made on the CPU.", notes[0], StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Run_CancelledAndGivenAgain_EndsWithTheBytesOfTheHost()
    {
        string recipe = RunFolder.Recipe(("EPOCHS", "4"));
        string output = folder.NewPath();
        using IRunBackend backend = Backend(TestDevice.OpenCl, new DeviceRunOptions { BatchSize = 8 });
        for (int attempt = 0; attempt < 3; attempt++)
        {
            using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300 * (attempt + 1)));
            try
            {
                folder.Run(output, recipe, backend, cancellation.Token);
            }
            catch (OperationCanceledException)
            {
                continue;
            }
        }

        Assert.Equal(folder.OnHost(recipe).Digest, folder.Run(output, recipe, backend, default).Digest);
    }

    private static IEnumerable<string> Cases()
    {
        yield return RunFolder.Recipe();
        yield return RunFolder.Recipe(("TARGETS", "{anchors: ssd300, rule: caffe, positive: 0.5, encoding: dense}"), ("OUTPUT", "{path: shards, shardBytes: 3MiB}"));
        yield return RunFolder.Recipe(("TARGETS", "{anchors: [{featureMap: [19, 15], scales: [0.1, 0.2], aspectRatios: [0.6, 1]}, {featureMap: [5, 4], scales: [0.4], aspectRatios: [1]}]}"), ("PHOTOMETRIC", "[]"));
        foreach (string rule in (string[])["mlperf", "ssd-pytorch", "torchvision", "tf-od, negative: 0.35"])
            yield return RunFolder.Recipe(("TARGETS", $"{{anchors: ssd300, rule: {rule}}}"), ("PHOTOMETRIC", "[]"));
        yield return RunFolder.Recipe(("STEPS", "[{crop: {area: [0.3, 1.0]}}, {expand: {ratio: [1, 3], p: 0.5}}, letterbox, {rotate: {degrees: [-20, 20], p: 0.5}}]"), ("PHOTOMETRIC", "[{saturation: {p: 0.5}}, {hue: {p: 0.5}}, {gamma: {p: 0.5}}]"));
        yield return RunFolder.Recipe(("STEPS", "[]"), ("PHOTOMETRIC", "[]"), ("OUTPUT", "{path: shards, image: jpeg, shardBytes: 64KiB, profile: tfds}"));
        yield return RunFolder.Recipe(("STEPS", "[{cropToBox: {margin: 0.2}}, {flip: {p: 0.5}}]"), ("OUTPUT", "{path: shards, image: png}"));
    }

    /// <summary>What a run reports besides the places where samples were made.</summary>
    internal static void Equal(RunSummary expected, RunSummary actual)
    {
        Assert.Equal((expected.In, expected.Out, expected.Quarantined, expected.Made, expected.Bytes), (actual.In, actual.Out, actual.Quarantined, actual.Made, actual.Bytes));
        Assert.Equal(expected.QuarantinedByReason, actual.QuarantinedByReason);
        Assert.Equal((expected.Counts.BoxesDropped, expected.Counts.DecodedWithWarnings), (actual.Counts.BoxesDropped, actual.Counts.DecodedWithWarnings));
        Targets.TargetCheck.Equal(expected.MatchReport!, actual.MatchReport!);
    }

    private (string Digest, RunSummary Summary) OnDevice(TestDevice kind, string recipe, DeviceRunOptions options, int workers, Action<string>? note = null)
    {
        using IRunBackend backend = Backend(kind, options);
        return folder.Run(recipe, backend, workers, note);
    }

    private static DeviceRunBackend Backend(TestDevice kind, DeviceRunOptions options) => new(SharedDevices.Get(kind), options);
}
