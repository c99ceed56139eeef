using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using FeatureForge.Cli.Bench;
using FeatureForge.Core.Samples;
using FeatureForge.Native;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Sources;

namespace FeatureForge.Cli.Commands;

/// <summary><c>featureforge bench</c>: images per second end to end and where the time goes, beside libjpeg-turbo's bare decode.</summary>
internal static class BenchCommand
{
    private static readonly Argument<string?> s_recipe = new("recipe.yaml") { Description = "Recipe to measure; without it the workload of tools/rivals on the photos of --input.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<int[]> s_workers = new("--workers") { Description = "Numbers of threads to measure; default: 1 and one per core.", HelpName = "N", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int> s_repeat = new("--repeat") { Description = "Timed passes over the photos; the median counts.", HelpName = "N", DefaultValueFactory = _ => 5 };
    private static readonly Option<bool> s_decoders = new("--decoders") { Description = "Measure the engine's own JPEG decoder beside libjpeg-turbo instead, to planes and to RGB." };
    private static readonly Option<bool> s_ladder = new("--ladder") { Description = "Measure a ladder instead: file read, bare entropy, planes, RGB, resized, augmented, targets, records, each with the work of those before it." };
    private static readonly Option<bool> s_entryPoints = new("--entry-points") { Description = "Measure instead what entry points (featureforge index) bring on crops of 8 to 100 % of the area, and on one photo of 12 megapixels with several threads." };
    private static readonly Option<bool> s_instructions = new("--instructions") { Description = "Only print which instruction sets are in use." };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        NumberRange.Require(s_workers, 1, 1024, "1 to 1024");
        NumberRange.Require(s_repeat, 1, 1000, "1 to 1000");
        var command = new ExampleCommand(
            "bench",
            "Measures images per second from file to checksummed record (kept in memory, so that no disk is measured), stage by stage, beside the bare decode of libjpeg-turbo.",
            "featureforge bench --input photos",
            "featureforge bench recipe.yaml --workers 1 2 4 --json",
            "featureforge bench recipe.yaml --ladder",
            "featureforge bench --backend cuda --input photos --json")
        {
            s_recipe, RecipeArguments.Input, RecipeArguments.Annotations, s_workers, s_repeat, s_decoders, s_ladder, s_entryPoints,
            DeviceBenchCommand.Backend, DeviceBenchCommand.Batch, DeviceBenchCommand.Save, DeviceBenchCommand.WriteBoxes, s_instructions, JsonOutput.Option,
        };
        DeviceBenchCommand.Prepare();
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        if (arguments.GetValue(s_instructions))
        {
            Console.Out.WriteLine(InstructionSets.Describe());
            return ExitCodes.Done;
        }

        string? backend = arguments.GetValue(DeviceBenchCommand.Backend);
        if (new[] { s_decoders, s_ladder, s_entryPoints }.Count(arguments.GetValue) + (backend is null ? 0 : 1) > 1)
            throw CommandsErrors.SeveralMeasurements();
        if (arguments.GetValue(DeviceBenchCommand.WriteBoxes) is { } boxes)
        {
            MatchingBoxes.Write(boxes);
            return ExitCodes.Done;
        }

        if (backend is not null)
            return DeviceBenchCommand.Run(arguments, arguments.GetValue(s_recipe), arguments.GetValue(s_repeat));
        NativeLibraries.RequireCodecs();
        var (stages, listing) = Load(arguments);
        if (listing.Count == 0)
            throw CommandsErrors.NoPhotoToMeasure(listing.ImagesFolder);
        int[] workers = arguments.GetValue(s_workers) is { Length: > 0 } given ? given : [.. new[] { 1, Environment.ProcessorCount }.Distinct()];
        if (arguments.GetValue(s_decoders))
            return RunDecoders(arguments, listing, workers);
        if (arguments.GetValue(s_ladder))
            return RunLadder(arguments, new LadderBench(stages, listing, arguments.GetValue(s_repeat)), workers);
        if (arguments.GetValue(s_entryPoints))
            return RunEntryPoints(arguments, listing, workers);
        var bench = new PipelineBench(stages, listing, arguments.GetValue(s_repeat));
        PipelineBenchResult[] results = [.. workers.Select(bench.Measure)];
        SampleCounts? fidelity = bench.CompareWithReference();
        if (arguments.GetValue(JsonOutput.Option))
        {
            JsonOutput.Write(Console.Out, writer => WriteJson(writer, listing.Count, results, fidelity));
            return ExitCodes.Done;
        }

        WriteText(Console.Out, listing.Count, results);
        if (fidelity is { Fidelity.Compared: > 0 })
            Console.Out.WriteLine(Invariant($"fidelity fast: {FidelityText.Describe(fidelity.Fidelity)}; {fidelity.DecodedAsReference:N0} images went the way of the reference, {fidelity.DecodedSmaller:N0} were decoded smaller"));
        return ExitCodes.Done;
    }

    private static int RunDecoders(ParseResult arguments, SampleListing listing, int[] workers)
    {
        var bench = new DecoderBench(listing, arguments.GetValue(s_repeat));
        DecoderBenchRow[] rows = [.. workers.SelectMany(bench.Measure)];
        if (arguments.GetValue(JsonOutput.Option))
            JsonOutput.Write(Console.Out, writer => WriteDecoders(writer, rows));
        else
        {
            foreach (DecoderBenchRow row in rows)
                Console.Out.WriteLine(Invariant($"{row.Workers} workers to {row.Product}: {row.Own:N0} images/s, libjpeg-turbo {row.Turbo:N0}, ratio {row.Own / row.Turbo:F2}"));
        }

        return ExitCodes.Done;
    }

    private static int RunLadder(ParseResult arguments, LadderBench bench, int[] workers)
    {
        if (bench.Photos.Count == 0)
            throw CommandsErrors.NoPhotoForLadder();
        IReadOnlyList<LadderRung>[] ladders = [.. workers.Select(bench.Measure)];
        if (arguments.GetValue(JsonOutput.Option))
            JsonOutput.Write(Console.Out, writer => LadderReport.WriteJson(writer, bench.Photos, ladders));
        else
            LadderReport.WriteText(Console.Out, bench.Photos, ladders);
        return ExitCodes.Done;
    }

    private static int RunEntryPoints(ParseResult arguments, SampleListing listing, int[] workers)
    {
        int passes = arguments.GetValue(s_repeat);
        using var bench = new EntryPointBench(listing, passes);
        if (bench.Photos == 0)
            throw CommandsErrors.NoPhotoToMeasure(listing.ImagesFolder);
        EntryPointBenchRow[] crops = [.. workers.SelectMany(bench.Measure)];
        var large = new LargePhotoBench();
        var report = new EntryPointBenchReport(bench, crops, large.FileBytes, large.Measure(workers, passes));
        if (arguments.GetValue(JsonOutput.Option))
            JsonOutput.Write(Console.Out, report.WriteJson);
        else
            report.WriteText(Console.Out);
        return ExitCodes.Done;
    }

    private static void WriteDecoders(Utf8JsonWriter writer, IReadOnlyList<DecoderBenchRow> rows)
    {
        writer.WriteStartArray();
        foreach (DecoderBenchRow row in rows)
        {
            writer.WriteStartObject();
            writer.WriteNumber("workers", row.Workers);
            writer.WriteString("product", row.Product);
            writer.WriteNumber("imagesPerSecond", Math.Round(row.Own, 1));
            writer.WriteNumber("libjpegTurboImagesPerSecond", Math.Round(row.Turbo, 1));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static (StageOptions Stages, SampleListing Listing) Load(ParseResult arguments)
    {
        string? path = arguments.GetValue(s_recipe);
        if (path is null)
        {
            string folder = arguments.GetValue(RecipeArguments.Input) ?? throw CommandsErrors.BenchWithoutInput();
            return (StageOptions.From(BenchWorkload.Recipe), BenchWorkload.List(folder));
        }

        (Recipe recipe, SampleListing listing) = RecipeArguments.LoadQuietly(arguments, path);
        return (StageOptions.From(recipe), listing);
    }

    private static void WriteText(TextWriter output, int images, IReadOnlyList<PipelineBenchResult> results)
    {
        output.WriteLine(Invariant($"{images} images; {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {InstructionSets.Describe()}"));
        foreach (PipelineBenchResult result in results)
        {
            output.WriteLine(Invariant($"{result.Workers} workers: {result.Pipeline.Median:N0} images/s file to record ({result.Pipeline.Minimum:N0} to {result.Pipeline.Maximum:N0}), libjpeg-turbo bare decode {result.BareDecode.Median:N0}, ratio {result.Pipeline.Median / result.BareDecode.Median:F2}, {result.Pipeline.AllocatedBytesPerItem:F1} B allocated per image"));
            double total = result.Times.TotalSeconds;
            output.WriteLine("  " + string.Join(", ", Enum.GetValues<Stage>().Where(stage => stage != Stage.Device).Select(stage => Invariant($"{stage.ToString().ToLowerInvariant()} {100 * result.Times.Seconds(stage) / total:F1} %"))));
        }
    }

    private static void WriteJson(Utf8JsonWriter writer, int images, IReadOnlyList<PipelineBenchResult> results, SampleCounts? fidelity)
    {
        writer.WriteStartObject();
        writer.WriteNumber("images", images);
        writer.WriteString("framework", RuntimeInformation.FrameworkDescription);
        writer.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
        writer.WriteNumber("cores", Environment.ProcessorCount);
        writer.WriteString("instructions", InstructionSets.Describe());
        writer.WriteNumber("imagesPerSecond", Math.Round(results[^1].Pipeline.Median, 1));
        writer.WriteStartArray("results");
        foreach (PipelineBenchResult result in results)
            WriteResult(writer, result);
        writer.WriteEndArray();
        if (fidelity is not null)
            FidelityText.Write(writer, fidelity);
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, PipelineBenchResult result)
    {
        writer.WriteStartObject();
        writer.WriteNumber("workers", result.Workers);
        writer.WriteNumber("imagesPerSecond", Math.Round(result.Pipeline.Median, 1));
        writer.WriteNumber("minimum", Math.Round(result.Pipeline.Minimum, 1));
        writer.WriteNumber("maximum", Math.Round(result.Pipeline.Maximum, 1));
        writer.WriteStartArray("passes");
        foreach (double rate in result.Pipeline.Rates)
            writer.WriteNumberValue(Math.Round(rate, 1));
        writer.WriteEndArray();
        writer.WriteNumber("bareDecodeImagesPerSecond", Math.Round(result.BareDecode.Median, 1));
        writer.WriteNumber("allocatedBytesPerImage", Math.Round(result.Pipeline.AllocatedBytesPerItem, 2));
        RunReport.WriteStages(writer, result.Times);
        writer.WriteEndObject();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
