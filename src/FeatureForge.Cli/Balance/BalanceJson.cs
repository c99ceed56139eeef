using System.Text.Json;

namespace FeatureForge.Cli.Balance;

/// <summary>A <see cref="BalanceVerdict"/> as one JSON object; times in seconds, shares 0 to 1.</summary>
internal static class BalanceJson
{
    /// <summary>Writes the object.</summary>
    /// <param name="writer">Where to; not flushed.</param>
    /// <param name="verdict">What to write.</param>
    public static void Write(Utf8JsonWriter writer, BalanceVerdict verdict)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("cpuBound", verdict.IsCpuBound);
        writer.WriteNumber("utilisation", verdict.Utilisation);
        writer.WriteNumber("utilisationWithoutOverlap", verdict.UtilisationWithoutOverlap);
        writer.WriteNumber("secondsPerVector", verdict.Question.SecondsPerVector);
        writer.WriteNumber("cores", verdict.Question.Cores);
        writer.WriteNumber("batch", verdict.Question.Batch);
        writer.WriteNumber("feedSeconds", verdict.FeedSeconds);
        writer.WriteNumber("stepSeconds", verdict.StepSeconds);
        writer.WriteNumber("feedPerStep", verdict.FeedPerStep);
        writer.WriteNumber("fedImagesPerSecond", verdict.FedPerSecond);
        writer.WriteNumber("trainableImagesPerSecond", verdict.TrainablePerSecond);
        writer.WriteNumber("neededSecondsPerVector", verdict.NeededSecondsPerVector);
        writer.WriteNumber("neededCores", verdict.NeededCores);
        writer.WriteEndObject();
    }
}
