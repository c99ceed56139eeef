namespace FeatureForge.Cli.Balance;

/// <summary>Answer to a <see cref="BalanceQuestion"/>. "Images" are feature vectors: one per photo and epoch.</summary>
internal sealed record BalanceVerdict
{
    /// <summary>The figures that were asked about.</summary>
    public required BalanceQuestion Question { get; init; }

    /// <summary>Seconds that all cores together need for one batch: T_g / C * B.</summary>
    public required double FeedSeconds { get; init; }

    /// <summary>Seconds that the GPU needs for one batch.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>Share of time that the GPU works, 0 to 1, when batches are made while it works.</summary>
    public required double Utilisation { get; init; }

    /// <summary>Share of time that the GPU works, 0 to 1, when each batch is made only after the step before.</summary>
    public required double UtilisationWithoutOverlap { get; init; }

    /// <summary>The longest time per feature vector, in seconds on one core, that keeps the GPU busy with these cores.</summary>
    public required double NeededSecondsPerVector { get; init; }

    /// <summary>The fewest cores that keep the GPU busy at this time per feature vector.</summary>
    public required long NeededCores { get; init; }

    /// <summary>True when the GPU waits for batches.</summary>
    public bool IsCpuBound => FeedSeconds > StepSeconds;

    /// <summary>How many times as long as the step the making of a batch takes; above 1 when CPU-bound.</summary>
    public double FeedPerStep => FeedSeconds / StepSeconds;

    /// <summary>Images per second that the cores make.</summary>
    public double FedPerSecond => Question.Cores / Question.SecondsPerVector;

    /// <summary>Images per second that the GPU can train on.</summary>
    public double TrainablePerSecond => Question.Batch / StepSeconds;
}
