using System.Diagnostics;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// Measures how many items a second some workers get through. The workers are started and warmed up once; then each pass goes over
/// the same items, so that passes of several measurements can alternate and a neighbour on a shared machine troubles all alike.
/// </summary>
internal sealed class Throughput : IDisposable
{
    // The runtime compiles anew what runs often, a tenth of a second after it has seen it; a pass over few photos is shorter.
    private const double WarmUpSeconds = 0.4;

    private readonly int _items;
    private readonly Barrier _barrier;
    private readonly Thread[] _threads;
    private readonly List<double> _rates = [];
    private long _next;
    private long _allocated;
    private bool _ended;
    private Exception? _failure;

    /// <summary>Starts the workers and lets each see every item once, so that its buffers have their final size.</summary>
    /// <param name="items">Items of one pass.</param>
    /// <param name="workers">Makes the work of each worker; called once per worker, on its thread.</param>
    public Throughput(int items, IReadOnlyList<Func<Work>> workers)
    {
        _items = items;
        _barrier = new Barrier(workers.Count + 1);
        _threads = [.. workers.Select(make => new Thread(() => RunWorker(make)) { IsBackground = true })];
        foreach (Thread thread in _threads)
            thread.Start();
        _barrier.SignalAndWait();
    }

    /// <summary>Work of one worker on one item.</summary>
    /// <param name="item">Item number.</param>
    public delegate void Work(int item);

    /// <summary>What the passes so far gave.</summary>
    public ThroughputResult Result => new([.. _rates], (double)_allocated / ((long)_items * _rates.Count));

    /// <summary>Measures by itself.</summary>
    /// <param name="items">Items of one pass.</param>
    /// <param name="workers">Makes the work of each worker; called once per worker, on its thread.</param>
    /// <param name="passes">Timed passes.</param>
    /// <returns>What was measured.</returns>
    /// <exception cref="InvalidOperationException">A worker failed.</exception>
    public static ThroughputResult Measure(int items, IReadOnlyList<Func<Work>> workers, int passes) => Alternate(items, [workers], passes)[0];

    /// <summary>Measures several kinds of work, pass by pass in turn.</summary>
    /// <param name="items">Items of one pass.</param>
    /// <param name="contenders">For each kind the workers, as for one measurement.</param>
    /// <param name="passes">Timed passes of each.</param>
    /// <returns>What was measured, in the order of the contenders.</returns>
    /// <exception cref="InvalidOperationException">A worker failed.</exception>
    public static ThroughputResult[] Alternate(int items, IReadOnlyList<IReadOnlyList<Func<Work>>> contenders, int passes)
    {
        var measurements = new List<Throughput>();
        try
        {
            foreach (IReadOnlyList<Func<Work>> workers in contenders)
            {
                measurements.Add(new Throughput(items, workers));
                measurements[^1].WarmUp();
            }

            for (int pass = 0; pass < passes; pass++)
            {
                foreach (Throughput measurement in measurements)
                    measurement.TimePass();
            }
        }
        finally
        {
            foreach (Throughput measurement in measurements)
                measurement.Dispose();
        }

        return [.. measurements.Select(measurement => measurement.Result)];
    }

    /// <summary>Makes passes that do not count until the code that runs is the code that will be timed.</summary>
    /// <exception cref="InvalidOperationException">A worker failed.</exception>
    public void WarmUp()
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds)
            TimePass();
        _rates.Clear();
        _allocated = 0;
    }

    /// <summary>Times one pass.</summary>
    /// <exception cref="InvalidOperationException">A worker failed.</exception>
    public void TimePass()
    {
        Interlocked.Exchange(ref _next, 0);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        _barrier.SignalAndWait();
        _barrier.SignalAndWait();
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        _allocated += GC.GetTotalAllocatedBytes(precise: true) - allocated;
        if (_failure is not null)
            throw new InvalidOperationException(_failure.Message, _failure);
        _rates.Add(_items / time.TotalSeconds);
    }

    /// <summary>Ends the workers.</summary>
    public void Dispose()
    {
        _ended = true;
        _barrier.SignalAndWait();
        foreach (Thread thread in _threads)
            thread.Join();
        _barrier.Dispose();
    }

    private void RunWorker(Func<Work> make)
    {
        Work? work = null;
        Guard(() =>
        {
            work = make();
            SeeEverything(work);
        });
        _barrier.SignalAndWait();
        Action pass = () => WorkThrough(work);
        while (true)
        {
            _barrier.SignalAndWait();
            if (_ended)
                return;
            Guard(pass);
            _barrier.SignalAndWait();
        }
    }

    private void SeeEverything(Work work)
    {
        for (int item = 0; item < _items && _failure is null; item++)
            work(item);
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
