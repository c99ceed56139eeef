using System.Globalization;
using System.Text.Json;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Cli.Commands;

/// <summary>The closing words of a run, as text for people or JSON for programs.</summary>
internal static class RunReport
{
    private const double Mebibyte = 1 << 20;

    /// <summary>Writes the summary.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="summary">What the run did.</param>
    /// <param name="settings">How it was called.</param>
    /// <param name="json">JSON instead of text.</param>
    public static void Write(TextWriter output, RunSummary summary, RunSettings settings, bool json)
    {
        if (json)
            JsonOutput.Write(output, writer => WriteJson(writer, summary, settings));
        else
            WriteText(output, summary, settings);
    }

    private static void WriteText(TextWriter output, RunSummary summary, RunSettings settings)
    {
        double rate = summary.Made / Math.Max(0.001, summary.Seconds);
        output.WriteLine(Invariant($"{summary.Out:N0} records in {Shards(summary.Shards)}, {summary.Quarantined:N0} quarantined, of {summary.In:N0} samples; {summary.Bytes / 1e6:N1} MB written in {summary.Seconds:F1} s ({rate:N0} samples/s)"));
        if (summary.ShardsResumed > 0)
            output.WriteLine(Invariant($"{summary.ShardsResumed} of {Shards(summary.Shards)} were complete before and were kept"));
        foreach ((string reason, long count) in summary.QuarantinedByReason)
            output.WriteLine(Invariant($"  {count,7:N0} {reason}"));
        if (settings.Backend.Device is { } device)
            WriteRoutes(output, device, summary.Routes, settings.Backend.Memory);
        WriteNotices(output, summary);
        if (summary.Made > 0)
            output.WriteLine(StageLine(summary.Times));
        output.WriteLine(summary.Complete
            ? $"complete: {settings.OutputFolder}"
            : $"this task is done; other tasks still have shards to make in {settings.OutputFolder}");
    }

    private static void WriteNotices(TextWriter output, RunSummary summary)
    {
        SampleCounts counts = summary.Counts;
        if (counts.DecodedWithWarnings > 0)
            output.WriteLine(Invariant($"{counts.DecodedWithWarnings:N0} images decoded with warnings (damage concealed); decode: {{warnings: quarantine}} rejects such images"));
        WriteFidelity(output, counts);
        WriteEntryPoints(output, summary);
        if (counts.BoxesDropped > 0)
            output.WriteLine(Invariant($"{counts.BoxesDropped:N0} boxes dropped, for example:"));
        foreach (string example in counts.BoxExamples)
            output.WriteLine($"  {TerminalText.Clean(example)}");
        if (summary.MatchReport is { Objects: > 0 } report)
            output.WriteLine(Invariant($"objects matched {report.Objects:N0}, below the threshold but kept {report.Forced:N0}, lost {report.Lost:N0}"));
    }

    private static void WriteRoutes(TextWriter output, string device, RouteCounts routes, RunMemory? memory)
    {
        output.WriteLine(TerminalText.Clean(Invariant($"{routes.OnDevice:N0} samples on {device}, {routes.OnHost.Values.Sum():N0} on the CPU")));
        if (memory is not null)
            output.WriteLine(Invariant($"  at most {memory.DeviceBytes / Mebibyte:N0} MiB on the device ({memory.Origin}) and {memory.PinnedBytes / Mebibyte:N0} MiB of pinned memory"));
        foreach ((string reason, long count) in InOrder(routes.OnHost))
            output.WriteLine(Invariant($"  {count,7:N0} {reason}"));
        foreach ((string reason, long count) in InOrder(routes.RedoneBatches))
            output.WriteLine(Invariant($"{count:N0} batches were made again on the CPU: {reason}"));
    }

    private static IOrderedEnumerable<KeyValuePair<string, long>> InOrder(IReadOnlyDictionary<string, long> counts) =>
        counts.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static void WriteFidelity(TextWriter output, SampleCounts counts)
    {
        if (counts.Fidelity.Compared > 0)
            output.WriteLine($"fidelity fast: {FidelityText.Describe(counts.Fidelity)}");
        if (counts.DecodedAsReference > 0)
            output.WriteLine(Invariant($"{counts.DecodedAsReference:N0} images went the way of the reference (no JPEG, turned, RGB inside, or an unusual chroma sampling)"));
        if (counts.DecodedSmaller > 0)
            output.WriteLine(Invariant($"{counts.DecodedSmaller:N0} images decoded smaller than stored (dctScale auto)"));
    }

    private static void WriteEntryPoints(TextWriter output, RunSummary summary)
    {
        SampleCounts counts = summary.Counts;
        if (counts.EntryPointsUsed + counts.EntryPointsChecked > 0)
            output.WriteLine(Invariant($"entry points used for {counts.EntryPointsUsed:N0} of {summary.Made:N0} samples (rows above the part needed were skipped); those of {counts.EntryPointsChecked:N0} more were checked and hold"));
        if (counts.EntryPointsStale > 0)
            output.WriteLine(Invariant($"{counts.EntryPointsStale:N0} samples have entry points of another file; 'featureforge index' renews them"));
        if (counts.EntryPointsContradicted > 0)
            output.WriteLine(Invariant($"WARNING: the entry points of {counts.EntryPointsContradicted:N0} samples are wrong although their checksums hold, so this program did not make them from these photos. Those samples were decoded again and the entry points were not used any more; delete the file, and repeat the run with --fresh if its {counts.EntryPointsUsed:N0} uses matter"));
    }

    private static string StageLine(StageTimes times)
    {
        double total = Math.Max(1e-9, times.TotalSeconds);
        return "time: " + string.Join(", ", Enum.GetValues<Stage>().Where(stage => stage != Stage.Device || times.Seconds(stage) > 0)
            .Select(stage => Invariant($"{stage.ToString().ToLowerInvariant()} {100 * times.Seconds(stage) / total:F0} %")));
    }

    private static void WriteJson(Utf8JsonWriter writer, RunSummary summary, RunSettings settings)
    {
        writer.WriteStartObject();
        writer.WriteString("output", settings.OutputFolder);
        writer.WriteBoolean("complete", summary.Complete);
        writer.WriteNumber("in", summary.In);
        writer.WriteNumber("out", summary.Out);
        writer.WriteNumber("quarantined", summary.Quarantined);
        WriteCounts(writer, "quarantinedByReason", summary.QuarantinedByReason);
        writer.WriteNumber("shards", summary.Shards);
        writer.WriteNumber("shardsResumed", summary.ShardsResumed);
        writer.WriteNumber("bytes", summary.Bytes);
        writer.WriteNumber("made", summary.Made);
        writer.WriteNumber("workers", settings.Workers);
        WriteRoutes(writer, summary.Routes, settings.Backend.Name, settings.Backend.Device);
        if (settings.Backend.Memory is { } memory)
        {
            writer.WriteNumber("deviceMemoryBytes", memory.DeviceBytes);
            writer.WriteNumber("pinnedMemoryBytes", memory.PinnedBytes);
            writer.WriteString("deviceMemoryFrom", memory.Origin);
        }

        writer.WriteNumber("seconds", Math.Round(summary.Seconds, 3));
        writer.WriteNumber("samplesPerSecond", Math.Round(summary.Made / Math.Max(0.001, summary.Seconds), 1));
        writer.WriteNumber("decodedWithWarnings", summary.Counts.DecodedWithWarnings);
        writer.WriteNumber("boxesDropped", summary.Counts.BoxesDropped);
        FidelityText.Write(writer, summary.Counts);
        WriteEntryPoints(writer, summary.Counts);
        WriteMatching(writer, summary.MatchReport);
        WriteStages(writer, summary.Times);
        writer.WriteEndObject();
    }

    /// <summary>Writes what did the pixel work and, of a device, which samples it made and which not, by reason.</summary>
    /// <param name="writer">Open object.</param>
    /// <param name="routes">Where samples were made.</param>
    /// <param name="backend">Name of the backend.</param>
    /// <param name="device">The device in words; null where the CPU does all.</param>
    public static void WriteRoutes(Utf8JsonWriter writer, RouteCounts routes, string backend, string? device)
    {
        writer.WriteString("backend", backend);
        if (device is null)
            return;
        writer.WriteString("device", device);
        writer.WriteNumber("samplesOnDevice", routes.OnDevice);
        WriteCounts(writer, "samplesOnHost", routes.OnHost);
        WriteCounts(writer, "batchesRedone", routes.RedoneBatches);
    }

    private static void WriteCounts(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, long> counts)
    {
        writer.WriteStartObject(name);
        foreach ((string reason, long count) in InOrder(counts))
            writer.WriteNumber(reason, count);
        writer.WriteEndObject();
    }

    private static void WriteEntryPoints(Utf8JsonWriter writer, SampleCounts counts)
    {
        writer.WriteStartObject("entryPoints");
        writer.WriteNumber("used", counts.EntryPointsUsed);
        writer.WriteNumber("checked", counts.EntryPointsChecked);
        writer.WriteNumber("stale", counts.EntryPointsStale);
        writer.WriteNumber("contradicted", counts.EntryPointsContradicted);
        writer.WriteEndObject();
    }

    private static void WriteMatching(Utf8JsonWriter writer, MatchReport? report)
    {
        if (report is null)
            return;
        writer.WriteStartObject("matching");
        writer.WriteNumber("objects", report.Objects);
        writer.WriteNumber("forced", report.Forced);
        writer.WriteNumber("lost", report.Lost);
        writer.WriteEndObject();
    }

    /// <summary>Writes the seconds per stage.</summary>
    /// <param name="writer">Open object.</param>
    /// <param name="times">Times.</param>
    public static void WriteStages(Utf8JsonWriter writer, StageTimes times)
    {
        writer.WriteStartObject("stageSeconds");
        foreach (Stage stage in Enum.GetValues<Stage>())
            writer.WriteNumber(stage.ToString().ToLowerInvariant(), Math.Round(times.Seconds(stage), 4));
        writer.WriteEndObject();
    }

    private static string Shards(int count) => count == 1 ? "1 shard" : Invariant($"{count} shards");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
