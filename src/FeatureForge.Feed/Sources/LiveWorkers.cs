using FeatureForge.Core.Errors;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Feed.Sources;

/// <summary>Threads that make samples for all live streams, one sample of each stream in turn.</summary>
internal sealed class LiveWorkers : IDisposable
{
    private readonly object _gate = new();
    private readonly List<LiveStream> _streams = [];
    private readonly SamplePipeline[] _pipelines;
    private readonly Thread[] _threads;
    private int _turn;
    private bool _isStopped;

    /// <summary>Starts the threads.</summary>
    /// <param name="workers">Number of threads, at least 1.</param>
    /// <param name="pipeline">Makes the stages of one.</param>
    public LiveWorkers(int workers, Func<SamplePipeline> pipeline)
    {
        _pipelines = [.. Enumerable.Range(0, workers).Select(_ => pipeline())];
        _threads = [.. _pipelines.Select((own, number) => new Thread(() => Work(own)) { IsBackground = true, Name = $"worker-{number}" })];
        foreach (Thread thread in _threads)
            thread.Start();
    }

    /// <summary>Number of threads.</summary>
    public int Count => _threads.Length;

    /// <summary>Seconds that all workers together have spent in a stage.</summary>
    /// <param name="stage">Stage.</param>
    public double Seconds(Stage stage) => _pipelines.Sum(pipeline => pipeline.Times.Seconds(stage));

    /// <summary>Begins to make the records of a stream.</summary>
    /// <param name="stream">Stream.</param>
    public void Add(LiveStream stream)
    {
        lock (_gate)
        {
            _streams.Add(stream);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes a slot back from a stream.</summary>
    /// <param name="stream">Stream.</param>
    public void Release(LiveStream stream)
    {
        lock (_gate)
        {
            stream.Release();
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Ends a stream.</summary>
    /// <param name="stream">Stream.</param>
    public void Remove(LiveStream stream)
    {
        lock (_gate)
        {
            _streams.Remove(stream);
            stream.Close();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread thread in _threads)
            thread.Join();
        foreach (SamplePipeline pipeline in _pipelines)
            pipeline.Dispose();
    }

    private void Work(SamplePipeline pipeline)
    {
        while (Take() is var (stream, slot, place))
        {
            slot.Failure = Make(pipeline, stream.Epoch, slot, place);
            lock (_gate)
                stream.Finish(slot);
        }
    }

    private (LiveStream Stream, LiveSlot Slot, int Place)? Take()
    {
        lock (_gate)
        {
            while (!_isStopped)
            {
                for (int i = 0; i < _streams.Count; i++)
                {
                    LiveStream stream = _streams[_turn++ % _streams.Count];
                    _turn %= _streams.Count;
                    if (stream.TryTake(out int place) is { } slot)
                        return (stream, slot, place);
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    /// <summary>
    /// Makes the sample of a place. One that cannot be made is replaced by the sample of the next place that can, the first following the
    /// last, so that every rank and every repetition of a request sees the same.
    /// </summary>
    private static Exception? Make(SamplePipeline pipeline, LiveEpoch epoch, LiveSlot slot, int place)
    {
        try
        {
            for (int tried = 0; tried < epoch.Samples; tried++)
            {
                int next = (int)(((long)place + tried) % epoch.Samples);
                int index = epoch[next];
                long warned = pipeline.Counts.DecodedWithWarnings;
                BadSampleException? bad = TryProcess(pipeline, index, epoch.PipelineEpoch(next), slot);
                if (pipeline.Counts.DecodedWithWarnings > warned)
                    epoch.NoteConcealed(index);
                if (bad is null)
                    return null;
                epoch.NoteBad(index, bad);
            }

            return FeedErrors.NoGoodSample(epoch.Split);
        }
        catch (Exception failure)
        {
            return failure as FeatureForgeException ?? FeedErrors.Defect(failure);
        }
    }

    // A defect of the program that one picture brings to light must not take the other pictures down.
    private static BadSampleException? TryProcess(SamplePipeline pipeline, int index, int epoch, LiveSlot slot)
    {
        try
        {
            pipeline.Process(index, epoch, slot);
            return null;
        }
        catch (BadSampleException bad)
        {
            return bad;
        }
        catch (Exception defect) when (defect is IndexOutOfRangeException or ArgumentException or InvalidOperationException or ArithmeticException or NotSupportedException)
        {
            return FeedErrors.Defect(defect);
        }
    }
}
