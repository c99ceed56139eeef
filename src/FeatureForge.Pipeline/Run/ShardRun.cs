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
    private const int SlotsPerWorker = 8;
    private const long RecordBytesUnderWay = 1L << 30;
    private const int FilesAheadPerWorker = 3;
    private readonly Recipe.Recipe _recipe;
    private readonly StageOptions _stages;
    private readonly SampleListing _listing;
    private readonly RunSettings _settings;
    private readonly RunProgress _progress;
    private readonly SortedDictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly List<SamplePipeline> _pipelines = [];
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
            foreach (SamplePipeline pipeline in _pipelines)
                pipeline.Dispose();
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
        DenseTargets = _stages.Targets?.Encoding == TargetEncoding.Dense,
    };

    private bool IsAugmented(int split) => _stages.AugmentSplits.Contains(_listing.Splits[split]);

    private void MakeShards(OutputFolder folder, ShardSequence sequence, CancellationToken cancellation)
    {
        int workers = (int)Math.Min(_settings.Workers, sequence.Count);
        using EntryPointSource? entryPoints = EntryPointSource.Open(_listing, _progress.Note);
        using var ring = new RecordRing(() => new RecordEncoder(_recipe.Output.Profile, _listing.LabelMap, HasImageLabels), Slots(workers), sequence.Count, cancellation);
        for (int i = 0; i < workers; i++)
            _pipelines.Add(new SamplePipeline(_stages, _listing, entryPoints));
        Thread[] threads = [.. _pipelines.Select((pipeline, number) => new Thread(() => Work(pipeline, ring, sequence)) { IsBackground = true, Name = $"worker-{number}" })];
        foreach (Thread thread in threads)
            thread.Start();
        try
        {
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
        (int)Math.Clamp(RecordBytesUnderWay / RecordSizePrediction.Of(_stages), workers + 1, workers * SlotsPerWorker);

    private void Work(SamplePipeline pipeline, RecordRing ring, ShardSequence sequence)
    {
        int index = -1;
        try
        {
            while (ring.Take(out long position) is { } slot)
            {
                PlannedEntry entry = sequence[position];
                index = entry.ListingIndex;
                long ahead = position + ((long)FilesAheadPerWorker * _pipelines.Count);
                if (ahead < sequence.Count)
                    pipeline.Announce(sequence[ahead].ListingIndex);
                slot.Bad = TryProcess(pipeline, entry, slot);
                ring.Finish(slot);
            }
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
            ring.Fail(RunErrors.WorkerFailed(failure, index < 0 ? "(no sample)" : Encoding.UTF8.GetString(_listing[index].Key)));
        }
    }

    // A defect of the program that one picture brings to light must not take the other pictures down: it is written down with that picture.
    private static BadSampleException? TryProcess(SamplePipeline pipeline, PlannedEntry entry, RecordSlot slot)
    {
        try
        {
            pipeline.Process(entry.ListingIndex, entry.Epoch, slot);
            return null;
        }
        catch (BadSampleException bad)
        {
            return bad;
        }
        catch (Exception defect) when (defect is IndexOutOfRangeException or ArgumentException or InvalidOperationException or ArithmeticException or NotSupportedException)
        {
            return RunErrors.InternalError(defect);
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
        foreach (SamplePipeline pipeline in _pipelines)
        {
            counts.Add(pipeline.Counts);
            times.Add(pipeline.Times);
            if (pipeline.MatchReport is { } part)
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
            Times = times,
        };
    }
}
