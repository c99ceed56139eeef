using System.Diagnostics;
using System.Text;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Sources;
using FeatureForge.Pipeline.Targets;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Shards;

namespace FeatureForge.Pipeline.Run;

/// <summary>
/// The batch job: workers make the samples of the planned shards, one writer puts them down in order. What is written depends on
/// recipe, listing and seed alone; how many workers there are and how often the run was interrupted does not show.
/// </summary>
public sealed class ShardRun
{
    private const long RecordBytesUnderWay = 1L << 30;
    private readonly Recipe.Recipe _recipe;
    private readonly StageOptions _stages;
    private readonly SampleListing _listing;
    private readonly RunSettings _settings;
    private readonly RunProgress _progress;
    private readonly SortedDictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private IReadOnlyList<IRunWorker> _workers = [];
    private long _owned;
    private long _quarantined;

    private ShardRun(Recipe.Recipe recipe, SampleListing listing, RunSettings settings, RunProgress progress)
    {
        _recipe = recipe;
        _stages = StageOptions.From(recipe);
        _listing = listing;
        _settings = settings;
        _progress = progress;
    }

    /// <summary>Carries out a run, or goes on with one that was interrupted.</summary>
    /// <param name="recipe">Recipe.</param>
    /// <param name="source">Samples and the fingerprint of their source.</param>
    /// <param name="settings">How to run.</param>
    /// <param name="progress">Counters to update while running.</param>
    /// <param name="cancellation">Stops the run between two records; finished shards stay.</param>
    /// <exception cref="FeatureForgeException">The run cannot go on: budget exceeded, input changed, output not writable ...</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RunSummary Execute(Recipe.Recipe recipe, SourceListing source, RunSettings settings, RunProgress progress, CancellationToken cancellation) =>
        new ShardRun(recipe, source.Samples, settings, progress).Execute(source.Fingerprint, cancellation);

    private RunSummary Execute(string sourceFingerprint, CancellationToken cancellation)
    {
        if (_listing.Count == 0)
            throw RunErrors.NoSamples(_listing.ImagesFolder);
        long start = Stopwatch.GetTimestamp();
        ShardPlan plan = ShardPlan.Create(_listing, _stages.Seed, _recipe.Epochs, IsAugmented, RecordSizePrediction.Of(_stages), _recipe.Output.ShardBytes);
        TaskShare? share = _settings.TaskCount == 1 ? null : new TaskShare(_settings.TaskNumber, _settings.TaskCount);
        var fingerprints = new OutputFingerprints(_recipe.Fingerprint, sourceFingerprint, EngineVersion.Text);
        using OutputFolder folder = OutputFolder.Open(_settings.OutputFolder, fingerprints, plan, share, _settings.Fresh);
        PlannedShard[] own = [.. plan.Shards.Where(folder.Owns)];
        var sequence = new ShardSequence([.. folder.Pending]);
        _owned = own.Sum(shard => (long)shard.Count);
        _quarantined = folder.QuarantinedDone;
        _progress.Total = sequence.Count;
        try
        {
            if (sequence.Count > 0)
                MakeShards(folder, sequence, cancellation);
            bool complete = folder.TryFinish(Describe());
            return Summarize(own.Length, own.Length - sequence.Shards.Count, complete, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        finally
        {
            foreach (IRunWorker worker in _workers)
                worker.Dispose();
        }
    }

    // A sample that shows one box is labelled as a whole with the label of that box.
    private bool HasImageLabels => _listing.HasImageLabels || _recipe.HasGeometryStep("cropToBox");

    private DatasetDescription Describe() => new()
    {
        Seed = _stages.Seed,
        Labels = _listing.LabelMap,
        Profile = _recipe.Output.Profile,
        Shape = _stages.OutputShape,
        ImageFormat = _recipe.Output.Image switch { StoredImage.Jpeg => "jpeg", StoredImage.Png => "png", _ => "" },
        HasBoxes = _listing.HasBoxes,
        HasImageLabels = HasImageLabels,
        AnchorSet = _stages.Targets?.AnchorSet.Hash,
        AnchorLevels = [.. (_stages.Targets?.Levels ?? []).Select(level => new DatasetAnchorLevel(level.FeatureMap, level.Scales, level.AspectRatios))],
        Serving = _recipe.ServingJson(),
        DenseTargets = _stages.Targets?.Encoding == TargetEncoding.Dense,
    };

    private bool IsAugmented(int split) => _stages.AugmentSplits.Contains(_listing.Splits[split]);

    private void MakeShards(OutputFolder folder, ShardSequence sequence, CancellationToken cancellation)
    {
        int workers = (int)Math.Min(_settings.Workers, sequence.Count), slots = Slots(workers);
        using EntryPointSource? entryPoints = EntryPointSource.Open(_listing, _progress.Note);
        using var ring = new RecordRing(() => new RecordEncoder(_recipe.Output.Profile, _listing.LabelMap, HasImageLabels), slots, sequence.Count, cancellation);
        _workers = _settings.Backend.CreateWorkers(new WorkerPlan
        {
            Stages = _stages,
            Listing = _listing,
            EntryPoints = entryPoints,
            Workers = workers,
            ItemsPerWorker = slots / workers,
            Note = _progress.Note,
        });
        var threads = new List<Thread>();
        try
        {
            foreach (IRunWorker worker in _workers)
                threads.Add(StartWorker(worker, $"worker-{threads.Count}", ring, new WorkSource(ring, sequence, _listing, workers)));
            WriteShards(folder, ring, sequence);
        }
        finally
        {
            ring.Stop();
            foreach (Thread thread in threads)
                thread.Join();
        }
    }

    // Records wait for the writer; large ones in smaller number, or memory would grow with picture size times workers.
    private int Slots(int workers) =>
        (int)Math.Clamp(RecordBytesUnderWay / RecordSizePrediction.Of(_stages), workers + 1, (long)workers * Math.Max(2, _settings.Backend.ItemsPerWorker));

    private static Thread StartWorker(IRunWorker worker, string name, RecordRing ring, WorkSource work)
    {
        var thread = new Thread(() => Work(worker, ring, work)) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    private static void Work(IRunWorker worker, RecordRing ring, WorkSource work)
    {
        try
        {
            worker.Work(work);
        }
        catch (OperationCanceledException)
        {
            // The run stops; whoever stopped it says why.
        }
        catch (FeatureForgeException failure)
        {
            ring.Fail(failure);
        }
        catch (Exception failure)
        {
            ring.Fail(RunErrors.WorkerFailed(failure, work.LastKey));
        }
    }

    private void WriteShards(OutputFolder folder, RecordRing ring, ShardSequence sequence)
    {
        var commits = new ShardCommits(ring.Fail);
        try
        {
            long position = 0;
            foreach (PlannedShard shard in sequence.Shards)
            {
                WriteShard(folder.CreateShard(shard), ring, position, commits);
                position += shard.Count;
            }

            commits.Finish();
        }
        finally
        {
            commits.Settle();
        }
    }

    private void WriteShard(ShardFile file, RecordRing ring, long position, ShardCommits commits)
    {
        var quarantined = new List<QuarantinedEntry>();
        try
        {
            for (int place = 0; place < file.Shard.Count; place++)
            {
                RecordSlot slot = ring.WaitFor(position + place);
                if (slot.Bad is { } bad)
                {
                    quarantined.Add(Quarantine(file.Shard, place, bad));
                }
                else
                {
                    file.Append(slot.Record.Framed);
                    _progress.AddRecord(slot.Record.Framed.Length);
                }

                ring.Release(slot);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        commits.Begin(file, quarantined);
    }

    private QuarantinedEntry Quarantine(PlannedShard shard, int place, BadSampleException bad)
    {
        PlannedEntry entry = shard[place];
        SampleDescription sample = _listing[entry.ListingIndex];
        string key = Encoding.UTF8.GetString(sample.Key);
        _quarantined++;
        _progress.AddQuarantined();
        _reasons[bad.Reason] = _reasons.GetValueOrDefault(bad.Reason) + 1;
        _progress.Note?.Invoke($"quarantined {key}: {bad.Message}");
        if (_recipe.OnBadSample == BadSamplePolicy.Fail)
            throw RunErrors.BadSampleStops(bad, key);
        if (_quarantined > _recipe.BadSampleBudget * _owned)
            throw RunErrors.BudgetExceeded(_quarantined, _owned, _recipe.BadSampleBudget, bad, key);
        return new QuarantinedEntry(place, Encoding.UTF8.GetString(sample.ImagePath), key, entry.Epoch, bad.Reason, bad.Message, bad.ByteOffset);
    }

    private RunSummary Summarize(int shards, int resumed, bool complete, double seconds)
    {
        var counts = new SampleCounts();
        var times = new StageTimes();
        MatchReport? report = _stages.Targets is null ? null : new MatchReport();
        var routes = new RouteCounts();
        foreach (IRunWorker worker in _workers)
        {
            counts.Add(worker.Counts);
            times.Add(worker.Times);
            routes.Add(worker.Routes);
            if (worker.MatchReport is { } part)
                report?.Merge(part);
        }

        return new RunSummary
        {
            In = _owned,
            Out = _owned - _quarantined,
            Quarantined = _quarantined,
            QuarantinedByReason = _reasons,
            Shards = shards,
            ShardsResumed = resumed,
            Bytes = _progress.Bytes,
            Made = _progress.Done,
            Seconds = seconds,
            Complete = complete,
            Counts = counts,
            MatchReport = report,
            Routes = routes,
            Times = times,
        };
    }
}
