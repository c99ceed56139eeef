using System.CommandLine;
using System.Globalization;
using FeatureForge.Cli.Bench;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Recipe;

namespace FeatureForge.Cli.Commands;

/// <summary>The part of <c>featureforge bench</c> that measures a backend: its options, and what they start.</summary>
internal static class DeviceBenchCommand
{
    private static readonly string[] s_backends = ["cpu", "opencl", "cuda"];
    private static readonly int[] s_usualBatches = [64, 256];

    /// <summary>Which backend.</summary>
    public static readonly Option<string?> Backend = new("--backend") { Description = "Measure the stages of a batch on cpu, opencl, cuda, or one device such as cuda:1 instead: images/s, GB/s, share of its copy bandwidth, host wait, matching, end to end beside the CPU.", HelpName = "cpu|opencl|cuda" };

    /// <summary>How many images.</summary>
    public static readonly Option<int[]> Batch = new("--batch") { Description = "With --backend: images of a batch; default: 64 and 256.", HelpName = "N", AllowMultipleArgumentsPerToken = true };

    /// <summary>Where the results go besides.</summary>
    public static readonly Option<string?> Save = new("--save") { Description = "With --backend: write the results as JSON to a file too.", HelpName = "FILE" };

    /// <summary>Where the boxes go.</summary>
    public static readonly Option<string?> WriteBoxes = new("--write-boxes") { Description = "Write anchors and boxes of the matching benchmark to a file instead, for tools/rivals.d/matching.py.", HelpName = "FILE" };

    /// <summary>Adds the rules of the options.</summary>
    public static void Prepare() => NumberRange.Require(Batch, 1, 4096, "1 to 4096");

    /// <summary>Measures.</summary>
    /// <param name="arguments">Parsed command line, with <see cref="Backend"/>.</param>
    /// <param name="recipe">Recipe, or null for the workload of tools/rivals.</param>
    /// <param name="repeats">Timed repeats.</param>
    public static int Run(ParseResult arguments, string? recipe, int repeats)
    {
        string backend = arguments.GetRequiredValue(Backend)!;
        if (!IsKnown(backend))
            throw CommandsErrors.NoSuchBackend(backend);
        var (loaded, photos) = Load(arguments, recipe);
        int[] batches = arguments.GetValue(Batch) is { Length: > 0 } given ? given : s_usualBatches;
        var bench = new DeviceBench(loaded, photos, batches, repeats);
        DeviceBenchReport report = backend == s_backends[0] ? bench.OnHost() : bench.OnDevice(backend);
        if (arguments.GetValue(Save) is { } path)
        {
            using StreamWriter file = File.CreateText(path);
            JsonOutput.Write(file, report.WriteJson);
        }

        if (arguments.GetValue(JsonOutput.Option))
            JsonOutput.Write(Console.Out, report.WriteJson);
        else
            report.WriteText(Console.Out);
        return ExitCodes.Done;
    }

    private static bool IsKnown(string backend)
    {
        string[] parts = backend.Split(':');
        return s_backends.Contains(parts[0]) && (parts.Length == 1 || (parts.Length == 2 && parts[0] != s_backends[0] && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _)));
    }

    private static (Recipe Recipe, BenchPhotos Photos) Load(ParseResult arguments, string? recipe)
    {
        if (recipe is not null)
        {
            (Recipe loaded, SampleListing listing) = RecipeArguments.LoadQuietly(arguments, recipe);
            return (loaded, BenchPhotos.FromListing(listing));
        }

        string? folder = arguments.GetValue(RecipeArguments.Input);
        return (BenchWorkload.Recipe, folder is null ? BenchPhotos.Drawn() : BenchPhotos.FromFolder(folder));
    }
}
