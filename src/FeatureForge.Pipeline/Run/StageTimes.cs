using System.Diagnostics;

namespace FeatureForge.Pipeline.Run;

/// <summary>Where the workers' time went, stage by stage. One instance per worker while it works, added up at the end.</summary>
public sealed class StageTimes
{
    private readonly long[] _ticks = new long[Enum.GetValues<Stage>().Length];
    private long _last;

    /// <summary>Seconds spent in a stage, summed over workers.</summary>
    /// <param name="stage">Stage.</param>
    public double Seconds(Stage stage) => _ticks[(int)stage] / (double)Stopwatch.Frequency;

    /// <summary>Seconds spent in all stages, summed over workers.</summary>
    public double TotalSeconds => _ticks.Sum() / (double)Stopwatch.Frequency;

    /// <summary>Adds the times of another worker.</summary>
    /// <param name="other">Times to add.</param>
    public void Add(StageTimes other)
    {
        for (int i = 0; i < _ticks.Length; i++)
            _ticks[i] += other._ticks[i];
    }

    internal void Start() => _last = Stopwatch.GetTimestamp();

    internal void Charge(Stage stage)
    {
        long now = Stopwatch.GetTimestamp();
        _ticks[(int)stage] += now - _last;
        _last = now;
    }
}
