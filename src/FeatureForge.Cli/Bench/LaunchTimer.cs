using System.Diagnostics;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// Times work of a device by its own events. Before what is timed the same work is queued once more, so that the device is busy while
/// the host queues, and no gap between two launches counts. Where events tell no time, the host's clock does.
/// </summary>
internal sealed class LaunchTimer : IDisposable
{
    private const double WantedMicroseconds = 2000;
    private const int MostRounds = 20;
    private const double MostSeconds = 4;
    private const int LeastRepeats = 3;

    private readonly int _repeats;
    private readonly IComputeQueue _queue;
    private readonly IComputeEvent _start;
    private readonly IComputeEvent _end;
    private readonly List<double> _times = [];
    private readonly List<double> _waits = [];

    /// <summary>Makes queue and events.</summary>
    /// <param name="device">Device to time.</param>
    /// <param name="repeats">Timed repeats of each measurement; fewer, but three, where they would take longer than four seconds.</param>
    public LaunchTimer(IComputeDevice device, int repeats)
    {
        _repeats = repeats;
        _queue = device.CreateQueue(timed: true);
        _start = device.CreateEvent(timed: true);
        _end = device.CreateEvent(timed: true);
    }

    /// <summary>True while the device's events tell the time.</summary>
    public bool UsesEvents { get; private set; } = true;

    /// <summary>Measures work, warmed up before.</summary>
    /// <param name="work">Queues one round of it.</param>
    public StageTime Measure(Action<IComputeQueue> work)
    {
        _times.Clear();
        _waits.Clear();
        work(_queue);
        _queue.Finish();
        long begun = Stopwatch.GetTimestamp();
        work(_queue);
        _queue.Finish();
        int rounds = (int)Math.Clamp(WantedMicroseconds / Math.Max(1, Stopwatch.GetElapsedTime(begun).TotalMicroseconds), 1, MostRounds);
        begun = Stopwatch.GetTimestamp();
        for (int i = 0; i < _repeats && (i < LeastRepeats || Stopwatch.GetElapsedTime(begun).TotalSeconds < MostSeconds); i++)
            MeasureOnce(work, rounds);
        return StageTime.Of(_times, _waits);
    }

    /// <summary>Measures launches again.</summary>
    /// <param name="launches">Launches on the tape.</param>
    public StageTime Measure(IReadOnlyList<TapedLaunch> launches) => Measure(queue => TapedLaunch.Replay(launches, queue));

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Dispose();
        _start.Dispose();
        _queue.Dispose();
    }

    private void MeasureOnce(Action<IComputeQueue> work, int rounds)
    {
        work(_queue);
        if (!UsesEvents)
            _queue.Finish();
        long begun = Stopwatch.GetTimestamp();
        _queue.Record(_start);
        for (int i = 0; i < rounds; i++)
            work(_queue);
        _queue.Record(_end);
        _queue.Flush();
        long queued = Stopwatch.GetTimestamp();
        _end.Synchronize();
        _waits.Add(Stopwatch.GetElapsedTime(queued).TotalMicroseconds / (UsesEvents ? rounds + 1 : rounds));
        _times.Add((Elapsed() ?? Stopwatch.GetElapsedTime(begun).TotalMicroseconds) / rounds);
    }

    private double? Elapsed()
    {
        try
        {
            return UsesEvents ? _end.ElapsedSince(_start).TotalMicroseconds : null;
        }
        catch (DriverException)
        {
            // A driver without profiling; its queues do work, so the host's clock is left.
            UsesEvents = false;
            return null;
        }
    }
}
