using FeatureForge.Core.Samples;

namespace FeatureForge.Pipeline.Run;

/// <summary>What the workers of a run work on.</summary>
public sealed record WorkerPlan
{
    /// <summary>Options of every stage.</summary>
    public required StageOptions Stages { get; init; }

    /// <summary>Samples of the run.</summary>
    public required SampleListing Listing { get; init; }

    /// <summary>Entry points of the images, or null.</summary>
    public EntryPointSource? EntryPoints { get; init; }

    /// <summary>Number of workers, at least 1.</summary>
    public required int Workers { get; init; }

    /// <summary>Samples that each may have under way or waiting for the writer, at least 1.</summary>
    public required int ItemsPerWorker { get; init; }

    /// <summary>Takes a sentence about each event worth a line; called from several threads.</summary>
    public Action<string>? Note { get; init; }
}
