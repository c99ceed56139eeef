using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using FeatureForge.Cli.Commands;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Cli.Bench;

/// <summary>What <c>bench --backend</c> measured, as tables for people or JSON for programs.</summary>
internal sealed record DeviceBenchReport
{
    /// <summary>Backend or device, as the command named it.</summary>
    public required string Backend { get; init; }

    /// <summary>The device; null for the host's processor.</summary>
    public DeviceDescription? Device { get; init; }

    /// <summary>Photos.</summary>
    public required BenchPhotos Photos { get; init; }

    /// <summary>What tells the time, in words.</summary>
    public required string Clock { get; init; }

    /// <summary>Copy within the memory.</summary>
    public required CopyBandwidth Copy { get; init; }

    /// <summary>Stages of each batch.</summary>
    public required IReadOnlyList<IReadOnlyList<StageRow>> Batches { get; init; }

    /// <summary>Matching under each rule.</summary>
    public required IReadOnlyList<MatchingRow> Matching { get; init; }

    /// <summary>The whole way, the CPU first.</summary>
    public required IReadOnlyList<ChainResult> Chains { get; init; }

    private string Title => Device is null ? $"cpu, one thread; {InstructionSets.Describe()}" : $"{Device.Id}  {Device.Name} ({Device.Platform}, {Device.Architecture}, driver {Device.DriverVersion})";

    /// <summary>Writes the tables.</summary>
    /// <param name="output">Where to.</param>
    public void WriteText(TextWriter output)
    {
        output.WriteLine(TerminalText.Clean(Title));
        output.WriteLine(TerminalText.Clean(Invariant($"{Photos.Count} photos ({Photos.Source}), {Photos.MeanPixels / 1e6:F2} MP and {Photos.MeanBytes / 1e3:F0} kB on average, {Photos.LeftOut} left out; times by {Clock}")));
        output.WriteLine(Invariant($"copy within the memory: {Copy.Gigabytes:F1} GB/s ({Copy.Bytes >> 20} MiB, read and written bytes counted)"));
        foreach (IReadOnlyList<StageRow> rows in Batches)
        {
            output.WriteLine();
            output.WriteLine($"{Invariant($"batch of {rows[0].Images}"),-50}{"us/batch",12}{"best",12}{"images/s",12}{"GB/s",9}{"of copy",9}{"wait us",11}");
            foreach (StageRow row in rows)
                output.WriteLine(Invariant($"{row.Name,-50}{row.Time.Median,12:N1}{row.Time.Best,12:N1}{row.ImagesPerSecond,12:N0}{Dash(row.Bytes, row.Gigabytes, "F1"),9}{Dash(row.Bytes, 100 * row.Gigabytes / Copy.Gigabytes, "F1", " %"),9}{row.Time.Wait,11:N1}"));
        }

        WriteMatching(output);
        WriteChains(output);
    }

    /// <summary>Writes one object.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("backend", Backend);
        writer.WriteString("name", Device?.Name ?? InstructionSets.Describe());
        writer.WriteString("platform", Device?.Platform ?? RuntimeInformation.OSDescription);
        writer.WriteString("architecture", Device?.Architecture ?? RuntimeInformation.ProcessArchitecture.ToString());
        writer.WriteString("driverVersion", Device?.DriverVersion ?? RuntimeInformation.FrameworkDescription);
        writer.WriteNumber("photos", Photos.Count);
        writer.WriteNumber("meanMegapixels", Math.Round(Photos.MeanPixels / 1e6, 3));
        writer.WriteNumber("meanFileBytes", Math.Round(Photos.MeanBytes));
        writer.WriteString("clock", Clock);
        writer.WriteNumber("copyBytes", Copy.Bytes);
        writer.WriteNumber("copyGigabytesPerSecond", Math.Round(Copy.Gigabytes, 2));
        writer.WriteBoolean("sameBytesAsCpu", true);
        writer.WriteStartArray("stages");
        foreach (StageRow row in Batches.SelectMany(rows => rows))
            WriteStage(writer, row);
        writer.WriteEndArray();
        WriteMatching(writer);
        WriteChains(writer);
        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, StageTime time)
    {
        writer.WriteNumber("microseconds", Math.Round(time.Median, 2));
        writer.WriteNumber("bestMicroseconds", Math.Round(time.Best, 2));
        writer.WriteNumber("hostWaitMicroseconds", Math.Round(time.Wait, 2));
    }

    private void WriteMatching(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{Invariant($"matching {MatchingBoxes.Images} images x {MatchingBoxes.Anchors.Count:N0} anchors x {MatchingBoxes.BoxesOfImage} boxes"),-50}{"us/batch",12}{"best",12}{"match us",12}{"G IoU/s",9}{"GB/s",9}{"goal",11}");
        foreach (MatchingRow row in Matching)
        {
            string goal = Device is null ? "-" : row.IsWithinGoal ? "met" : Invariant($"{row.Whole.Median / MatchingBoxes.GoalMicroseconds:F1}x");
            string match = row.Match is null ? "-" : Invariant($"{row.Match.Median:N1}");
            output.WriteLine(Invariant($"{row.RuleName + ", " + row.Encoding.ToString().ToLowerInvariant(),-50}{row.Whole.Median,12:N1}{row.Whole.Best,12:N1}{match,12}{row.GigaPairs,9:F2}{row.Bytes / row.Whole.Median / 1e3,9:F1}{goal,11}"));
        }
    }

    private void WriteChains(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("end to end as `featureforge run` does it, from photos to shards in the temporary folder; passes alternate");
        foreach (ChainResult chain in Chains)
        {
            string ratio = ReferenceEquals(chain, Chains[0]) ? "" : Invariant($", {chain.Median / Chains[0].Median:F2}x cpu; the host waits {100 * chain.WaitShare:F1} % of the time");
            output.WriteLine(Invariant($"{chain.Run.Backend,-12}{chain.Run.Workers} {(chain.Run.Workers == 1 ? "thread" : "threads")}: {chain.Median:N0} images/s ({chain.Rates.Min():N0} to {chain.Rates.Max():N0}){ratio}"));
            if (chain.Fallback.Length > 0)
                output.WriteLine($"            {chain.Fallback}");
            foreach (string note in chain.Run.Notes)
                output.WriteLine($"            {TerminalText.Clean(note)}");
        }
    }

    private void WriteStage(Utf8JsonWriter writer, StageRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("name", row.Name);
        writer.WriteNumber("batch", row.Images);
        WriteTime(writer, row.Time);
        writer.WriteNumber("imagesPerSecond", Math.Round(row.ImagesPerSecond, 1));
        if (row.Bytes > 0)
        {
            writer.WriteNumber("bytes", Math.Round(row.Bytes));
            writer.WriteNumber("gigabytesPerSecond", Math.Round(row.Gigabytes, 3));
            writer.WriteNumber("shareOfCopy", Math.Round(row.Gigabytes / Copy.Gigabytes, 4));
        }

        writer.WriteEndObject();
    }

    private void WriteMatching(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("matching");
        writer.WriteNumber("images", MatchingBoxes.Images);
        writer.WriteNumber("anchors", MatchingBoxes.Anchors.Count);
        writer.WriteNumber("boxes", MatchingBoxes.BoxesOfImage);
        writer.WriteNumber("goalMicroseconds", MatchingBoxes.GoalMicroseconds);
        writer.WriteStartArray("rules");
        foreach (MatchingRow row in Matching)
        {
            writer.WriteStartObject();
            writer.WriteString("rule", row.RuleName);
            writer.WriteString("encoding", row.Encoding.ToString().ToLowerInvariant());
            WriteTime(writer, row.Whole);
            if (row.Match is not null)
                writer.WriteNumber("matchMicroseconds", Math.Round(row.Match.Median, 2));
            writer.WriteNumber("gigaIoUPerSecond", Math.Round(row.GigaPairs, 3));
            writer.WriteNumber("gigabytesPerSecond", Math.Round(row.Bytes / row.Whole.Median / 1e3, 3));
            writer.WriteBoolean("withinGoal", row.IsWithinGoal);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteChains(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("endToEnd");
        foreach (ChainResult chain in Chains)
        {
            writer.WriteStartObject();
            RunReport.WriteRoutes(writer, chain.Run.Routes, chain.Run.Backend, chain.Run.Device);
            writer.WriteNumber("workers", chain.Run.Workers);
            writer.WriteNumber("images", chain.Run.Images);
            writer.WriteNumber("imagesPerSecond", Math.Round(chain.Median, 1));
            writer.WriteNumber("lowest", Math.Round(chain.Rates.Min(), 1));
            writer.WriteNumber("highest", Math.Round(chain.Rates.Max(), 1));
            writer.WriteNumber("timesCpu", Math.Round(chain.Median / Chains[0].Median, 3));
            writer.WriteNumber("hostWaitShare", Math.Round(chain.WaitShare, 4));
            writer.WriteStartArray("notes");
            foreach (string note in chain.Run.Notes)
                writer.WriteStringValue(note);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Dash(double bytes, double value, string format, string unit = "") => bytes > 0 ? value.ToString(format, CultureInfo.InvariantCulture) + unit : "-";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
