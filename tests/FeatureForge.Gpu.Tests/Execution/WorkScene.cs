using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Shards;

namespace FeatureForge.Gpu.Tests.Execution;

/// <summary>What workers need to work without a run around them.</summary>
internal sealed class WorkScene
{
    private readonly Recipe _recipe;
    private readonly StageOptions _stages;
    private readonly SampleListing _listing;
    private readonly ShardSequence _sequence;

    public WorkScene(RunFolder folder, string recipe)
    {
        _recipe = folder.Read(recipe);
        _stages = StageOptions.From(_recipe);
        _listing = folder.List(_recipe).Samples;
        _sequence = new ShardSequence([.. ShardPlan.Create(_listing, _stages.Seed, 1, _ => true, 1000, 1 << 30).Shards]);
    }

    /// <summary>Samples to make.</summary>
    public int Count => (int)_sequence.Count;

    public WorkerPlan Plan(int workers, int items) => new() { Stages = _stages, Listing = _listing, Workers = workers, ItemsPerWorker = items };

    public RecordRing Ring(int places) => new(() => new RecordEncoder(_recipe.Output.Profile, _listing.LabelMap), places, _sequence.Count, default);

    public WorkSource Source(RecordRing ring, int workers) => new(ring, _sequence, _listing, workers);
}
