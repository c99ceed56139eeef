using System.Globalization;
using System.Text.Json;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Commands;

/// <summary>How near fidelity <c>fast</c> came to the reference, as text and JSON.</summary>
internal static class FidelityText
{
    /// <summary>For example <c>PSNR to the reference 52.9 dB mean, 46.1 dB worst of 400 images</c>.</summary>
    /// <param name="statistics">At least one picture compared.</param>
    public static string Describe(FidelityStatistics statistics)
    {
        if (statistics.Identical == statistics.Compared)
            return string.Create(CultureInfo.InvariantCulture, $"{statistics.Compared:N0} images compared, all equal to the reference");
        string equal = statistics.Identical == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {statistics.Identical:N0} more are equal");
        return string.Create(
            CultureInfo.InvariantCulture, $"PSNR to the reference {statistics.Mean:F1} dB mean, {statistics.Worst:F1} dB worst of {statistics.Compared - statistics.Identical:N0} images{equal}");
    }

    /// <summary>Writes the object <c>fidelity</c> where pictures were compared.</summary>
    /// <param name="writer">Open object.</param>
    /// <param name="counts">Counts.</param>
    public static void Write(Utf8JsonWriter writer, SampleCounts counts)
    {
        if (counts.Fidelity.Compared == 0 && counts.DecodedAsReference == 0)
            return;
        writer.WriteStartObject("fidelity");
        writer.WriteNumber("compared", counts.Fidelity.Compared);
        writer.WriteNumber("identical", counts.Fidelity.Identical);
        WriteDecibels(writer, "meanPsnr", counts.Fidelity.Mean);
        WriteDecibels(writer, "worstPsnr", counts.Fidelity.Worst);
        writer.WriteNumber("decodedAsReference", counts.DecodedAsReference);
        writer.WriteNumber("decodedSmaller", counts.DecodedSmaller);
        writer.WriteEndObject();
    }

    // JSON has no infinity.
    private static void WriteDecibels(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(name, Math.Round(value, 2));
        else
            writer.WriteNull(name);
    }
}
