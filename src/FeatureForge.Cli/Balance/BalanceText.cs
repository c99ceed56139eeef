using System.Globalization;

namespace FeatureForge.Cli.Balance;

/// <summary>A <see cref="BalanceVerdict"/> in words, and the words of the command's help.</summary>
internal static class BalanceText
{
    /// <summary>What the command does and how its figures are meant.</summary>
    public const string Description =
        "Says whether training waits for the CPU: it does as soon as T_g / C * B > 2 * T_i, with T_g seconds per feature vector on one core, C cores, batch B and T_i seconds of inference per batch. " +
        "Give either the time of a training step on one batch, or the inference time, which counts twice. " +
        "Utilisation is step / max(step, feed): batches are made while the GPU works. The figure without overlap is step / (step + feed).";

    /// <summary>The case that started this project, as a command line.</summary>
    public const string Example = "featureforge balance --vector-time 0.028 --cores 4 --batch 32 --step-time 0.0104";

    /// <summary>The same with a measured time of a feature vector.</summary>
    public const string MeasuringExample = "featureforge balance --recipe recipe.yaml --cores 4 --batch 32 --step-time 0.0104";

    /// <summary>Writes the verdict as lines of text.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="verdict">What to say.</param>
    public static void Write(TextWriter output, BalanceVerdict verdict)
    {
        BalanceQuestion question = verdict.Question;
        string made = $"{Count(question.Batch)} x {Seconds(question.SecondsPerVector)} / {Plural(question.Cores, "core")}";
        string trained = question.InferenceSeconds is { } inference ? $"{BalanceQuestion.StepsPerInference} x {Seconds(inference)} inference" : "training step";
        output.WriteLine($"making a batch    {Seconds(verdict.FeedSeconds),-10} {Rate(verdict.FedPerSecond),-18} {made}");
        output.WriteLine($"training on it    {Seconds(verdict.StepSeconds),-10} {Rate(verdict.TrainablePerSecond),-18} {trained}");
        output.WriteLine();
        if (verdict.IsCpuBound)
            WriteBound(output, verdict);
        else
            WriteBalanced(output, verdict);
    }

    private static void WriteBound(TextWriter output, BalanceVerdict verdict)
    {
        output.WriteLine($"CPU-bound: a batch takes {Factor(verdict.FeedPerStep)} times as long to make as to train on.");
        output.WriteLine($"GPU utilisation {Percent(verdict.Utilisation)} ({Percent(verdict.UtilisationWithoutOverlap)} without overlap): idle {Percent(1 - verdict.Utilisation)} of the time.");
        output.WriteLine("Buffers do not help: they smooth variance, the average stays the same.");
        output.WriteLine("To balance it, do one of these:");
        output.WriteLine($"  make a feature vector in {Seconds(verdict.NeededSecondsPerVector)} instead of {Seconds(verdict.Question.SecondsPerVector)}");
        output.WriteLine($"  use {Plural(verdict.NeededCores, "core")} instead of {Count(verdict.Question.Cores)}");
    }

    private static void WriteBalanced(TextWriter output, BalanceVerdict verdict)
    {
        output.WriteLine($"Balanced: a batch takes {Factor(verdict.FeedPerStep)} times as long to make as to train on, so the GPU need not wait.");
        output.WriteLine($"GPU utilisation {Percent(verdict.Utilisation)} ({Percent(verdict.UtilisationWithoutOverlap)} without overlap).");
        output.WriteLine($"It stays so up to {Seconds(verdict.NeededSecondsPerVector)} per feature vector, or down to {Plural(verdict.NeededCores, "core")}.");
    }

    // Three digits are what such measurements are worth; below 0.1 ms the zeros would hide them.
    private static string Seconds(double seconds) => seconds >= 1e-4
        ? string.Create(CultureInfo.InvariantCulture, $"{ThreeDigits(seconds)} s")
        : string.Create(CultureInfo.InvariantCulture, $"{ThreeDigits(seconds * 1e6)} us");

    private static string Rate(double perSecond) => $"{ThreeDigits(perSecond)} images/s";

    private static string Factor(double value) => ThreeDigits(value);

    private static string ThreeDigits(double value) => value >= 100
        ? value.ToString("N0", CultureInfo.InvariantCulture)
        : ((decimal)double.Parse(value.ToString("E2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)).ToString("0.############", CultureInfo.InvariantCulture);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    private static string Plural(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
