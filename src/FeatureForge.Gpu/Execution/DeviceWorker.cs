using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Execution;

/// <summary>
/// Makes samples in batches on a device: fills one batch (files, draws, entropy decoding) while the device works on the other, then makes
/// the records of that one. What the device does not take, and every batch that it fails on, goes through the processor's own stages in the
/// same thread, so a record has the same bytes either way.
/// </summary>
internal sealed class DeviceWorker : IRunWorker, IPictureRoute
{
    // While the writer is behind, a batch waits this many milliseconds for one more sample before it is submitted as it is.
    private const int Patience = 5;

    private readonly IComputeDevice _device;
    private readonly DeviceHealth _health;
    private readonly WorkerPlan _plan;
    private readonly SamplePipeline _pipeline;
    private readonly JpegIntake _intake;
    private readonly AnchorSet? _anchors;
    private readonly AnchorTargets _targets = new();
    private readonly DeviceBatch?[] _batches = new DeviceBatch?[BatchLimits.BatchesPerWorker];
    private readonly BatchEntries[] _entries = [new(), new()];
    private BatchLimits _limits;
    private WorkSource _work = null!;
    private WorkItem _offered;
    private WorkItem? _waiting;
    private int _current;
    private bool _isAdding;
    private bool _hasGivenUp;

    /// <summary>Makes a worker; the device is asked for nothing until it works.</summary>
    /// <param name="device">Device of the run.</param>
    /// <param name="health">Whether it still answers.</param>
    /// <param name="plan">What to work on.</param>
    /// <param name="limits">What a batch may hold.</param>
    public DeviceWorker(IComputeDevice device, DeviceHealth health, WorkerPlan plan, BatchLimits limits)
    {
        _device = device;
        _health = health;
        _plan = plan;
        _limits = limits;
        _pipeline = new SamplePipeline(plan.Stages, plan.Listing, plan.EntryPoints);
        _intake = new JpegIntake();
        _anchors = plan.Stages.Targets?.AnchorSet;
    }

    /// <inheritdoc/>
    public SampleCounts Counts => _pipeline.Counts;

    /// <inheritdoc/>
    public StageTimes Times => _pipeline.Times;

    /// <inheritdoc/>
    public MatchReport? MatchReport => _pipeline.MatchReport;

    /// <inheritdoc/>
    public RouteCounts Routes { get; } = new();

    private bool UsesDevice => !_hasGivenUp && !_health.IsLost;

    private string ReasonToStop => _health.IsLost ? HostReasons.DeviceLost : HostReasons.OutOfMemory;

    private int Other => _current ^ 1;

    /// <inheritdoc/>
    public void Work(WorkSource work)
    {
        _work = work;
        bool more = true;
        while (more && UsesDevice)
        {
            more = Fill();
            Submit();
            _current = Other;
            Complete(_current);
        }

        Complete(Other);
        if (_waiting is { } waiting)
            MakeOnHost(waiting, ReasonToStop);
        while (more && work.TryTake(Timeout.Infinite, out WorkItem item))
            MakeOnHost(item, ReasonToStop);
    }

    /// <inheritdoc/>
    RouteDecision IPictureRoute.Offer(in PlannedSample planned)
    {
        DeviceBatch batch = _batches[_current]!;
        string? reason = _intake.Refuse(planned, out PictureDemand demand);
        if (reason is null && !batch.Limits.Hold(demand))
            reason = HostReasons.TooLarge;
        if (reason is null && !batch.HasRoomFor(demand))
            return RouteDecision.Later;
        reason ??= _intake.Decode(planned.File);
        Times.Charge(Stage.Decode);
        if (reason is not null)
        {
            Routes.CountOnHost(reason);
            return RouteDecision.Host;
        }

        _isAdding = true;
        batch.Add(planned, _intake, demand, Times);
        _entries[_current].Add(_offered, planned.Plan, planned.Objects, _plan.Stages.OutputShape, planned.Log.Json);
        _isAdding = false;
        return RouteDecision.Taken;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DeviceBatch? batch in _batches)
            batch?.Dispose();
        _intake.Dispose();
        _pipeline.Dispose();
    }

    /// <summary>Fills the current batch as far as there are samples and room.</summary>
    /// <returns>False when there are no more samples.</returns>
    private bool Fill()
    {
        if (!TryBegin())
            return true;
        while (_batches[_current] is { IsFull: false } && _waiting is null && TryNext(out WorkItem item))
            Make(item);
        return _waiting is not null || !_work.IsExhausted;
    }

    private bool TryBegin()
    {
        try
        {
            if (_batches[_current] is { } old && old.Limits != _limits)
                Discard(_current);
            DeviceBatch batch = _batches[_current] ??= new DeviceBatch(_device, _plan.Stages, _limits, _anchors is null ? null : (_anchors, MatchReport!));
            batch.Begin();
        }
        catch (DriverException failure) when (failure.CanFallBack)
        {
            GiveUp(_current, failure);
            return false;
        }

        if (_waiting is { } waiting)
        {
            _waiting = null;
            Make(waiting);
        }

        return true;
    }

    // A worker that holds samples must not wait for the writer without end: the writer may be waiting for one of them.
    private bool TryNext(out WorkItem item)
    {
        if (_work.TryTake(0, out item))
            return true;
        if (_work.IsExhausted)
            return false;
        Complete(Other);
        return _work.TryTake(_entries[_current].Count == 0 ? Timeout.Infinite : Patience, out item);
    }

    private void Make(WorkItem item)
    {
        _offered = item;
        BadSampleException? bad = null;
        try
        {
            RouteDecision decision = _pipeline.Process(item.ListingIndex, item.Epoch, item.Destination, this);
            if (decision == RouteDecision.Later)
                _waiting = item;
            if (decision != RouteDecision.Host)
                return;
        }
        catch (DriverException failure) when (failure.CanFallBack)
        {
            _isAdding = false;
            GiveUp(_current, failure);
            MakeOnHost(item, HostReasons.Redone);
            return;
        }
        catch (Exception failure) when (!_isAdding && SampleVerdict.Of(failure) is { } verdict)
        {
            bad = verdict;
        }

        _work.Finish(item, bad);
    }

    private void MakeOnHost(WorkItem item, string reason)
    {
        Routes.CountOnHost(reason);
        _work.Finish(item, _pipeline.TryProcess(item));
    }

    private void Submit()
    {
        if (_batches[_current] is not { } batch || _entries[_current].Count == 0)
            return;
        Times.Start();
        try
        {
            batch.Submit(_entries[_current]);
        }
        catch (DriverException failure) when (failure.CanFallBack)
        {
            GiveUp(_current, failure);
        }

        Times.Charge(Stage.Device);
    }

    /// <summary>Waits for a batch that is under way and makes its records.</summary>
    private void Complete(int place)
    {
        if (_batches[place] is not { IsUnderWay: true } batch)
            return;
        Times.Start();
        try
        {
            batch.Wait();
        }
        catch (DriverException failure) when (failure.CanFallBack)
        {
            GiveUp(place, failure);
            return;
        }

        Times.Charge(Stage.Device);
        BatchEntries entries = _entries[place];
        for (int number = 0; number < entries.Count; number++)
            _work.Finish(entries.Item(number), HandOver(batch, entries, number));
        Routes.OnDevice += entries.Count;
        entries.Clear();
    }

    private BadSampleException? HandOver(DeviceBatch batch, BatchEntries entries, int number)
    {
        WorkItem item = entries.Item(number);
        SampleDescription sample = _plan.Listing[item.ListingIndex];
        AnchorTargets? targets = batch.Targets(number, entries, _targets);
        Times.Charge(Stage.Targets);
        try
        {
            _pipeline.CountMade(sample, entries.Plan(number));
            _pipeline.HandOver(
                new SampleContent
                {
                    Sample = sample,
                    Epoch = item.Epoch,
                    Picture = batch.Picture(number),
                    Boxes = entries.BoxesOf(number),
                    Labels = entries.LabelsOf(number),
                    Targets = targets,
                    Augmentation = entries.LogOf(number),
                },
                item.Destination);
            return null;
        }
        catch (Exception failure) when (SampleVerdict.Of(failure) is { } verdict)
        {
            return verdict;
        }
    }

    /// <summary>Makes all samples of a batch that the device failed on, and says so; afterwards batches are smaller, or there are none.</summary>
    private void GiveUp(int place, DriverException failure)
    {
        BatchEntries entries = _entries[place];
        Discard(place);
        if (entries.Count > 0)
            Routes.CountRedone(failure.Failure == DriverFailure.DeviceLost ? HostReasons.DeviceLost : HostReasons.OutOfMemory);
        if (failure.Failure == DriverFailure.DeviceLost)
            _health.Lose(failure);
        else
            Shrink(failure, entries.Count);
        for (int number = 0; number < entries.Count; number++)
            MakeOnHost(entries.Item(number), HostReasons.Redone);
        entries.Clear();
    }

    private void Shrink(DriverException failure, int samples)
    {
        // What a stage had taken before it failed to get all it needs is given back by finalizers only.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _hasGivenUp = _limits.Images == 1;
        if (!_hasGivenUp)
            _limits = _limits.Halved();
        _health.Note(_hasGivenUp ? ExecutionErrors.NoMoreBatches(failure, samples) : ExecutionErrors.SmallerBatches(failure, samples, _limits.Images));
    }

    private void Discard(int place)
    {
        _batches[place]?.Dispose();
        _batches[place] = null;
    }
}
