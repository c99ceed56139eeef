using System.Diagnostics;

namespace FeatureForge.Cli.Bench;

/// <summary>Measures how many items a second some workers get through: a warm-up pass first, then timed passes over the same items.</summary>
internal sealed class Throughput
{
    private readonly int _items;
    private readonly int _passes;
    private readonly Barrier _barrier;
    private long _next;
    private Exception? _failure;

    private Throughput(int items, int workers, int passes)
    {
        _items = items;
        _passes = passes;
        _barrier = new Barrier(workers + 1);
    }

    /// <summary>Work of one worker on one item.</summary>
    /// <param name="item">Item number.</param>
    public delegate void Work(int item);

    /// <summary>Measures.</summary>
    /// <param name="items">Items of one pass.</param>
    /// <param name="workers">Makes the work of each worker; called once per worker, on its thread.</param>
    /// <param name="passes">Timed passes.</param>
    /// <returns>What was measured.</returns>
    /// <exception cref="InvalidOperationException">A worker failed.</exception>
    public static ThroughputResult Measure(int items, IReadOnlyList<Func<Work>> workers, int passes)
    {
        var measurement = new Throughput(items, workers.Count, passes);
        Thread[] threads = [.. workers.Select(make => new Thread(() => measurement.RunWorker(make)) { IsBackground = true })];
        foreach (Thread thread in threads)
            thread.Start();
        ThroughputResult result = measurement.TimePasses();
        foreach (Thread thread in threads)
            thread.Join();
        measurement._barrier.Dispose();
        return measurement._failure is null ? result : throw new InvalidOperationException(measurement._failure.Message, measurement._failure);
    }

    private ThroughputResult TimePasses()
    {
        var rates = new double[_passes];
        _barrier.SignalAndWait();
        TimePass();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (int pass = 0; pass < _passes; pass++)
            rates[pass] = _items / TimePass().TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new ThroughputResult(rates, (double)allocated / ((long)_items * _passes));
    }

    private TimeSpan TimePass()
    {
        Interlocked.Exchange(ref _next, 0);
        long start = Stopwatch.GetTimestamp();
        _barrier.SignalAndWait();
        _barrier.SignalAndWait();
        return Stopwatch.GetElapsedTime(start);
    }

    private void RunWorker(Func<Work> make)
    {
        Work? work = null;
        Guard(() => work = make());
        _barrier.SignalAndWait();
        MeetAround(() => WarmUp(work));
        for (int pass = 0; pass < _passes; pass++)
            MeetAround(() => WorkThrough(work));
    }

    private void MeetAround(Action action)
    {
        _barrier.SignalAndWait();
        Guard(action);
        _barrier.SignalAndWait();
    }

    // Every worker sees every item once, so that its buffers have their final size before anything is measured.
    private void WarmUp(Work? work)
    {
        for (int item = 0; item < _items && _failure is null; item++)
            work!(item);
    }

    private void WorkThrough(Work? work)
    {
        for (long item = Interlocked.Increment(ref _next) - 1; item < _items && _failure is null; item = Interlocked.Increment(ref _next) - 1)
            work!((int)item);
    }

    // A worker that fails must still meet the others at the barrier; the failure is thrown when all are done.
    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
        }
    }
}
