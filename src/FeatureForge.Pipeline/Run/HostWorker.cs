using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Pipeline.Run;

/// <summary>Makes one sample after the other on the processor.</summary>
/// <param name="pipeline">Makes them; disposed with the worker.</param>
internal sealed class HostWorker(SamplePipeline pipeline) : IRunWorker
{
    /// <inheritdoc/>
    public SampleCounts Counts => pipeline.Counts;

    /// <inheritdoc/>
    public StageTimes Times => pipeline.Times;

    /// <inheritdoc/>
    public MatchReport? MatchReport => pipeline.MatchReport;

    /// <inheritdoc/>
    public RouteCounts Routes { get; } = new();

    /// <inheritdoc/>
    public void Work(WorkSource work)
    {
        while (work.TryTake(Timeout.Infinite, out WorkItem item))
            work.Finish(item, pipeline.TryProcess(item));
    }

    /// <inheritdoc/>
    public void Dispose() => pipeline.Dispose();
}
