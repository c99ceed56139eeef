using System.Text.Json;

namespace FeatureForge.Feed.Serving;

/// <summary>The counters of the last two minutes, second by second.</summary>
internal sealed class StatusHistory : IDisposable
{
    private const int Seconds = 120;
    private readonly FeedMetrics _metrics;
    private readonly Queue<(double Samples, double Bytes, double Waiting)> _points = new();
    private readonly Timer _timer;
    private (long Samples, long Bytes, long Time) _last;

    /// <summary>Begins to look once a second.</summary>
    /// <param name="metrics">Counters.</param>
    public StatusHistory(FeedMetrics metrics)
    {
        _metrics = metrics;
        _last = (metrics.Samples, metrics.Bytes, Environment.TickCount64);
        _timer = new Timer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Writes the points as three arrays, the oldest first.</summary>
    /// <param name="json">Where to.</param>
    public void Write(Utf8JsonWriter json)
    {
        (double Samples, double Bytes, double Waiting)[] points;
        lock (_points)
            points = [.. _points];
        Write(json, "samplesPerSecond", points.Select(point => point.Samples));
        Write(json, "bytesPerSecond", points.Select(point => point.Bytes));
        Write(json, "queue", points.Select(point => point.Waiting));
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_points)
        {
            (long Samples, long Bytes, long Time) now = (_metrics.Samples, _metrics.Bytes, Environment.TickCount64);
            double seconds = Math.Max(0.001, (now.Time - _last.Time) / 1000.0);
            if (_points.Count == Seconds)
                _points.Dequeue();
            _points.Enqueue((Math.Round((now.Samples - _last.Samples) / seconds, 1), Math.Round((now.Bytes - _last.Bytes) / seconds), _metrics.Waiting));
            _last = now;
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
