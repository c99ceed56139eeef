namespace FeatureForge.Pipeline.Run;

/// <summary>The processor does everything, one worker per thread.</summary>
public sealed class HostBackend : IRunBackend
{
    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public string? Device => null;

    /// <inheritdoc/>
    public RunMemory? Memory => null;

    /// <inheritdoc/>
    public int ItemsPerWorker => 8;

    /// <inheritdoc/>
    public IReadOnlyList<IRunWorker> CreateWorkers(WorkerPlan plan) =>
        [.. Enumerable.Range(0, plan.Workers).Select(_ => new HostWorker(new SamplePipeline(plan.Stages, plan.Listing, plan.EntryPoints)))];

    /// <inheritdoc/>
    public void Dispose()
    {
        // The workers hold all memory, and the run disposes them.
    }
}
