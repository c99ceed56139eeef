using System.Diagnostics;

namespace FeatureForge.Feed.Serving;

/// <summary>Divides the time of one stream between reading, putting together and sending, and hands it on after every step.</summary>
/// <param name="metrics">Takes the times.</param>
internal sealed class StreamTimes(FeedMetrics metrics)
{
    private long _last = Stopwatch.GetTimestamp();
    private long _read;
    private long _assemble;
    private long _send;

    /// <summary>Charges the time since the last call to reading.</summary>
    public void Read() => _read += Lap();

    /// <summary>Charges the time since the last call to putting together.</summary>
    public void Assemble() => _assemble += Lap();

    /// <summary>Charges the time since the last call to sending, and hands all on.</summary>
    public void Send()
    {
        _send += Lap();
        metrics.AddTimes(_read, _assemble, _send);
        _read = _assemble = _send = 0;
    }

    private long Lap()
    {
        long now = Stopwatch.GetTimestamp();
        long lap = now - _last;
        _last = now;
        return lap;
    }
}
