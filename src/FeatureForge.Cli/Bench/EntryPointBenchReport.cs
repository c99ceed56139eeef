using System.Globalization;
using System.Text.Json;

namespace FeatureForge.Cli.Bench;

/// <summary>What <c>bench --entry-points</c> found, as text for people or JSON for programs.</summary>
/// <param name="Bench">Photos measured.</param>
/// <param name="Crops">Crops of all sizes.</param>
/// <param name="LargePhotoBytes">Bytes of the large photo.</param>
/// <param name="LargePhoto">The large photo, first without entry points.</param>
internal sealed record EntryPointBenchReport(EntryPointBench Bench, IReadOnlyList<EntryPointBenchRow> Crops, int LargePhotoBytes, IReadOnlyList<LargePhotoBenchRow> LargePhoto)
{
    /// <summary>Writes tables.</summary>
    /// <param name="output">Where to.</param>
    public void WriteText(TextWriter output)
    {
        output.WriteLine(Invariant($"{Bench.Photos} photos of {Bench.PhotoBytes / 1e6:N1} MB; entry points {Bench.IndexBytes / 1e6:N2} MB, {100.0 * Bench.IndexBytes / Bench.PhotoBytes:F2} %"));
        output.WriteLine();
        output.WriteLine("| crop, % of the area | threads | photos/s without | photos/s with | ratio |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (EntryPointBenchRow row in Crops)
            output.WriteLine(Invariant($"| {row.Area} | {row.Workers} | {row.Without:N0} | {row.With:N0} | {row.With / row.Without:F2} |"));
        output.WriteLine();
        output.WriteLine(Invariant($"One photo of {LargePhotoBench.Shape}, {LargePhotoBytes / 1e6:N1} MB:"));
        output.WriteLine();
        output.WriteLine("| threads | ms | times one core |");
        output.WriteLine("|---|---|---|");
        foreach (LargePhotoBenchRow row in LargePhoto)
            output.WriteLine(Invariant($"| {(row.Threads == 0 ? "1, no entry points" : row.Threads)} | {row.Milliseconds:F1} | {LargePhoto[0].Milliseconds / row.Milliseconds:F2} |"));
    }

    /// <summary>Writes the same as JSON.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("photos", Bench.Photos);
        writer.WriteNumber("photoBytes", Bench.PhotoBytes);
        writer.WriteNumber("entryPointBytes", Bench.IndexBytes);
        writer.WriteStartArray("crops");
        foreach (EntryPointBenchRow row in Crops)
        {
            writer.WriteStartObject();
            writer.WriteNumber("areaPercent", row.Area);
            writer.WriteNumber("workers", row.Workers);
            writer.WriteNumber("without", Math.Round(row.Without, 1));
            writer.WriteNumber("with", Math.Round(row.With, 1));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("largePhoto");
        foreach (LargePhotoBenchRow row in LargePhoto)
        {
            writer.WriteStartObject();
            writer.WriteNumber("threads", Math.Max(1, row.Threads));
            writer.WriteBoolean("entryPoints", row.Threads > 0);
            writer.WriteNumber("milliseconds", Math.Round(row.Milliseconds, 2));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
