using System.Globalization;
using System.Text.Json;
using FeatureForge.Cli.Bench;

namespace FeatureForge.Cli.Commands;

/// <summary>The rungs of <c>bench --ladder</c> as a table for people or JSON for programs.</summary>
internal static class LadderReport
{
    /// <summary>Writes one table for each number of workers.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="photos">What was measured on.</param>
    /// <param name="ladders">Rungs of each number of workers, from the least work to the most.</param>
    public static void WriteText(TextWriter output, LadderPhotos photos, IReadOnlyList<IReadOnlyList<LadderRung>> ladders)
    {
        output.WriteLine(Invariant($"{photos.Count} JPEG photos, {photos.LeftToLibjpegTurbo} of them left to libjpeg-turbo; each rung does what those above it do and one thing more"));
        foreach (IReadOnlyList<LadderRung> rungs in ladders)
        {
            output.WriteLine();
            output.WriteLine($"{$"{rungs[0].Workers} workers",-14}{"images/s",10}{"lowest",10}{"highest",10}{"of last",9}{"us/image",10}{"added us",10}");
            for (int i = 0; i < rungs.Count; i++)
            {
                LadderRung rung = rungs[i];
                string share = i == 0 ? "" : Invariant($"{100 * rung.Images.Median / rungs[i - 1].Images.Median:F0} %");
                output.WriteLine(Invariant($"{rung.Name,-14}{rung.Images.Median,10:N0}{rung.Images.Minimum,10:N0}{rung.Images.Maximum,10:N0}{share,9}{rung.Microseconds,10:N0}{Added(rungs, i),10:N0}"));
            }
        }

        output.WriteLine();
        output.WriteLine("us/image: time of one worker; of last: rate as a share of the rung above");
    }

    /// <summary>Writes one object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="photos">What was measured on.</param>
    /// <param name="ladders">Rungs of each number of workers, from the least work to the most.</param>
    public static void WriteJson(Utf8JsonWriter writer, LadderPhotos photos, IReadOnlyList<IReadOnlyList<LadderRung>> ladders)
    {
        writer.WriteStartObject();
        writer.WriteNumber("images", photos.Count);
        writer.WriteNumber("leftToLibjpegTurbo", photos.LeftToLibjpegTurbo);
        writer.WriteStartArray("ladders");
        foreach (IReadOnlyList<LadderRung> rungs in ladders)
        {
            writer.WriteStartObject();
            writer.WriteNumber("workers", rungs[0].Workers);
            writer.WriteStartArray("rungs");
            for (int i = 0; i < rungs.Count; i++)
                WriteRung(writer, rungs, i);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRung(Utf8JsonWriter writer, IReadOnlyList<LadderRung> rungs, int index)
    {
        LadderRung rung = rungs[index];
        writer.WriteStartObject();
        writer.WriteString("name", rung.Name);
        writer.WriteNumber("imagesPerSecond", Math.Round(rung.Images.Median, 1));
        writer.WriteNumber("lowest", Math.Round(rung.Images.Minimum, 1));
        writer.WriteNumber("highest", Math.Round(rung.Images.Maximum, 1));
        writer.WriteNumber("microsecondsPerImage", Math.Round(rung.Microseconds, 1));
        writer.WriteNumber("addedMicroseconds", Math.Round(Added(rungs, index), 1));
        writer.WriteEndObject();
    }

    private static double Added(IReadOnlyList<LadderRung> rungs, int index) => rungs[index].Microseconds - (index == 0 ? 0 : rungs[index - 1].Microseconds);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
