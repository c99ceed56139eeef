using FeatureForge.Cli.Commands;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Execution;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Bench;

/// <summary>Measures a backend: copy within its memory, each stage, matching under each rule, and the whole way beside the CPU's.</summary>
/// <param name="recipe">Recipe; stages are measured by fidelity reference whatever it says.</param>
/// <param name="photos">Photos.</param>
/// <param name="batches">Images of the batches to measure.</param>
/// <param name="repeats">Timed repeats.</param>
internal sealed class DeviceBench(Recipe recipe, BenchPhotos photos, IReadOnlyList<int> batches, int repeats)
{
    // Enough images that every worker has some batches to overlap.
    private const int LeastBatches = 4;

    private readonly StageOptions _options = StageOptions.From(recipe);

    private int ImagesOfPass => batches[0] * LeastBatches * Environment.ProcessorCount;

    /// <summary>Measures the host: stages on one thread, the whole way on all.</summary>
    public DeviceBenchReport OnHost()
    {
        using var bench = new HostStageBench(_options, photos, repeats);
        using var backend = new HostBackend();
        return new DeviceBenchReport
        {
            Backend = backend.Name,
            Photos = photos,
            Clock = "the host's clock",
            Copy = CopyBandwidth.OfHost(),
            Batches = [.. batches.Select(bench.Measure)],
            Matching = MatchingBench.OnHost(repeats),
            Chains = MeasureChains(folder => [new RunChain(folder, recipe, ImagesOfPass, backend)]),
        };
    }

    /// <summary>Measures a device.</summary>
    /// <param name="backend"><c>opencl</c> or <c>cuda</c> for the first usable one, or the name of a device such as <c>cuda:1</c>.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">There is no such device, or it gives other bytes than the CPU.</exception>
    public DeviceBenchReport OnDevice(string backend)
    {
        using IComputeDevice opened = Find(backend).Open();
        var device = new MeteredDevice(opened);
        using var timer = new LaunchTimer(device, repeats);
        CopyBandwidth copy = CopyBandwidth.OfDevice(device, timer);
        var stages = new DeviceStageBench(device, timer, _options, photos);
        IReadOnlyList<StageRow>[] rows = [.. batches.Select(stages.Measure)];
        IReadOnlyList<MatchingRow> matching = MatchingBench.OnDevice(device, timer);
        using var onHost = new HostBackend();
        using var onDevice = new DeviceRunBackend(device, new DeviceRunOptions { BatchSize = batches[0] });
        return new DeviceBenchReport
        {
            Backend = backend,
            Device = opened.Description,
            Photos = photos,
            Clock = timer.UsesEvents ? "events of the device" : "the host's clock, for the driver times no events",
            Copy = copy,
            Batches = rows,
            Matching = matching,
            Chains = MeasureChains(folder => [new RunChain(folder, recipe, ImagesOfPass, onHost), new RunChain(folder, recipe, ImagesOfPass, onDevice, () => device.WaitSeconds)]),
        };
    }

    // Only while there is a folder must a signal wait for it to be removed; before, it ends the program at once.
    private IReadOnlyList<ChainResult> MeasureChains(Func<BenchFolder, IReadOnlyList<RunChain>> chains)
    {
        using var interrupt = new Interrupt();
        try
        {
            using var folder = new BenchFolder(photos);
            return ChainBench.Measure(chains(folder), repeats, interrupt.Token);
        }
        catch (OperationCanceledException)
        {
            throw CommandsErrors.BenchStopped();
        }
    }

    private static FoundDevice Find(string backend)
    {
        DeviceSurvey survey = DeviceSurvey.OfThisMachine();
        FoundDevice[] named = [.. survey.Devices.Where(device => device.Description.Id == backend || device.Description.Id.StartsWith(backend + ":", StringComparison.Ordinal))];
        IEnumerable<string> reasons = named.Length > 0
            ? named.Select(device => $"{device.Description.Id} {device.Description.Name}: {device.Reason}")
            : survey.Backends.Where(state => backend.StartsWith(state.Backend == DeviceBackend.Cuda ? "cuda" : "opencl", StringComparison.Ordinal)).Select(state => state.Detail);
        return named.FirstOrDefault(device => device.IsUsable) ?? throw CommandsErrors.NoSuchDevice(backend, string.Join(" ", reasons));
    }
}
