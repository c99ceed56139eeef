using System.Globalization;
using System.Text.Json;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Commands;

/// <summary>The closing words of <c>featureforge index</c>, as text for people or JSON for programs.</summary>
internal static class IndexReport
{
    /// <summary>Writes the summary.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="summary">What was done.</param>
    /// <param name="json">JSON instead of text.</param>
    public static void Write(TextWriter output, EntryPointSummary summary, bool json)
    {
        if (json)
            JsonOutput.Write(output, writer => WriteJson(writer, summary));
        else
            WriteText(output, summary);
    }

    private static void WriteText(TextWriter output, EntryPointSummary summary)
    {
        output.WriteLine(Invariant($"{summary.Indexed:N0} of {summary.Images:N0} images have entry points ({summary[EntryPointOutcome.Kept]:N0} unchanged since before), {summary.Bytes / 1e6:N2} MB or {Percent(summary):F2} % of their {summary.ImageBytes / 1e6:N1} MB, in {summary.Seconds:F1} s ({summary.Images / Math.Max(0.001, summary.Seconds):N0} images/s)"));
        Line(output, summary[EntryPointOutcome.NotJpeg], "no JPEG");
        Line(output, summary[EntryPointOutcome.Unreadable], "cannot be read");
        for (int refusal = 1; refusal < summary.Refusals.Length; refusal++)
            Line(output, summary.Refusals[refusal], Words((JpegRefusal)refusal));
        output.WriteLine(summary.Path);
    }

    private static void Line(TextWriter output, long count, string words)
    {
        if (count > 0)
            output.WriteLine(Invariant($"  {count,7:N0} {words}"));
    }

    private static string Words(JpegRefusal refusal) => refusal switch
    {
        JpegRefusal.Arithmetic => "arithmetic coding",
        JpegRefusal.Coding => "another coding, precision, colour or size",
        JpegRefusal.Sampling => "unusual chroma sampling",
        JpegRefusal.SeveralScans => "several scans, as progressive files have",
        JpegRefusal.ScanOrder => "several scans in an unusual order",
        JpegRefusal.Incomplete => "several scans, some of the picture missing",
        JpegRefusal.Tables => "unusual or damaged tables",
        JpegRefusal.Markers => "unusual or damaged markers",
        JpegRefusal.ScanEnd => "damaged: cut off, or restart markers out of order",
        _ => "damaged: coded data",
    };

    private static double Percent(EntryPointSummary summary) => 100.0 * summary.Bytes / Math.Max(1, summary.ImageBytes);

    private static void WriteJson(Utf8JsonWriter writer, EntryPointSummary summary)
    {
        writer.WriteStartObject();
        writer.WriteString("file", summary.Path);
        writer.WriteNumber("images", summary.Images);
        writer.WriteNumber("indexed", summary.Indexed);
        writer.WriteNumber("kept", summary[EntryPointOutcome.Kept]);
        writer.WriteNumber("notJpeg", summary[EntryPointOutcome.NotJpeg]);
        writer.WriteNumber("unreadable", summary[EntryPointOutcome.Unreadable]);
        writer.WriteNumber("otherCoding", summary[EntryPointOutcome.OtherCoding]);
        writer.WriteNumber("damaged", summary[EntryPointOutcome.Damaged]);
        writer.WriteStartObject("refusals");
        for (int refusal = 1; refusal < summary.Refusals.Length; refusal++)
            writer.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(((JpegRefusal)refusal).ToString()), summary.Refusals[refusal]);
        writer.WriteEndObject();
        writer.WriteNumber("bytes", summary.Bytes);
        writer.WriteNumber("imageBytes", summary.ImageBytes);
        writer.WriteNumber("percent", Math.Round(Percent(summary), 3));
        writer.WriteNumber("seconds", Math.Round(summary.Seconds, 3));
        writer.WriteEndObject();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
