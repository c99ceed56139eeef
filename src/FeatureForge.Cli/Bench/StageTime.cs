namespace FeatureForge.Cli.Bench;

/// <summary>Times of one round of some work, in microseconds.</summary>
/// <param name="Best">Shortest.</param>
/// <param name="Median">Median.</param>
/// <param name="Wait">Median time for which the host stood waiting for a round; 0 where it did the work itself.</param>
internal sealed record StageTime(double Best, double Median, double Wait)
{
    /// <summary>Best and medians of several rounds.</summary>
    /// <param name="times">Microseconds of each round.</param>
    /// <param name="waits">Microseconds of waiting of each; empty for none.</param>
    public static StageTime Of(IReadOnlyList<double> times, IReadOnlyList<double> waits) => new(times.Min(), MedianOf(times), waits.Count == 0 ? 0 : MedianOf(waits));

    /// <summary>Best and median of what one kind of work takes longer than another, which is part of it, round by round; never below 0.</summary>
    /// <param name="times">Microseconds of each round.</param>
    /// <param name="part">Those of the part, measured by turns with it.</param>
    public static StageTime OfDifference(IReadOnlyList<double> times, IReadOnlyList<double> part) => Of([.. times.Zip(part, (whole, less) => Math.Max(0, whole - less))], []);

    private static double MedianOf(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);
}
