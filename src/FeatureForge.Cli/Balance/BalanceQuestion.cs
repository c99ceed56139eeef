namespace FeatureForge.Cli.Balance;

/// <summary>
/// Would the GPU wait? The measured or stated times of a training: with T_g seconds to make one feature vector on one core, C cores,
/// batch B and inference time T_i of the batch, training is CPU-bound as soon as T_g / C * B > 2 * T_i.
/// </summary>
internal sealed record BalanceQuestion
{
    /// <summary>A training step (forward and backward) takes about this many times the inference (forward only).</summary>
    public const double StepsPerInference = 2;

    // Wide enough for every real case, narrow enough that no figure made from them overflows.
    private const double ShortestSeconds = 1e-6;
    private const double LongestSeconds = 1e5;
    private const int MostCores = 1_000_000;
    private const int LargestBatch = 1_000_000;

    /// <summary>T_g: seconds that one core needs for one feature vector, 0.000001 to 100,000.</summary>
    public required double SecondsPerVector { get; init; }

    /// <summary>C: cores that make feature vectors, 1 to 1,000,000.</summary>
    public required int Cores { get; init; }

    /// <summary>B: feature vectors in a batch, 1 to 1,000,000.</summary>
    public required int Batch { get; init; }

    /// <summary>Seconds of one training step on a batch; null when <see cref="InferenceSeconds"/> is given.</summary>
    public double? StepSeconds { get; init; }

    /// <summary>T_i: seconds of one inference on a batch, half a training step; null when <see cref="StepSeconds"/> is given.</summary>
    public double? InferenceSeconds { get; init; }

    /// <summary>Answers with the feed overlapped: the next batches are made while the GPU works on this one.</summary>
    /// <exception cref="Core.Errors.FeatureForgeException">A figure is out of its range, or not exactly one of step and inference time is given.</exception>
    public BalanceVerdict Answer()
    {
        Check();
        double step = StepSeconds ?? (StepsPerInference * InferenceSeconds!.Value);
        double feed = FeedSeconds(Cores);
        return new()
        {
            Question = this,
            FeedSeconds = feed,
            StepSeconds = step,
            Utilisation = step / Math.Max(step, feed),
            UtilisationWithoutOverlap = step / (step + feed),
            NeededSecondsPerVector = step * Cores / Batch,
            NeededCores = CountNeededCores(step),
        };
    }

    private double FeedSeconds(long cores) => SecondsPerVector / cores * Batch;

    private long CountNeededCores(double step)
    {
        // The quotient may round to either side of a whole number; the inequality itself decides.
        long cores = Math.Max(1, (long)Math.Ceiling(SecondsPerVector * Batch / step));
        if (FeedSeconds(cores) > step)
            return cores + 1;
        return cores > 1 && FeedSeconds(cores - 1) <= step ? cores - 1 : cores;
    }

    private void Check()
    {
        CheckTime("The time per feature vector (T_g)", SecondsPerVector);
        CheckCount("The number of cores (C)", Cores, MostCores);
        CheckCount("The batch (B)", Batch, LargestBatch);
        if (StepSeconds is null == InferenceSeconds is null)
            throw BalanceErrors.NotOneTime(StepSeconds is not null);
        if (StepSeconds is { } step)
            CheckTime("The step time", step);
        if (InferenceSeconds is { } inference)
            CheckTime("The inference time (T_i)", inference);
    }

    private static void CheckTime(string what, double seconds)
    {
        if (!(seconds >= ShortestSeconds && seconds <= LongestSeconds))
            throw BalanceErrors.OutOfRange(what, seconds, ShortestSeconds, LongestSeconds, "Times are in seconds: give 28 ms as 0.028.");
    }

    private static void CheckCount(string what, int count, int largest)
    {
        if (count < 1 || count > largest)
            throw BalanceErrors.OutOfRange(what, count, 1, largest, "Give a whole number.");
    }
}
