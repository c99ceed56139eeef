namespace FeatureForge.Cli.Bench;

/// <summary>Rates of the timed passes.</summary>
/// <param name="Rates">Items per second of each pass, in order.</param>
/// <param name="AllocatedBytesPerItem">Managed bytes allocated per item in the timed passes, by the whole process.</param>
internal sealed record ThroughputResult(IReadOnlyList<double> Rates, double AllocatedBytesPerItem)
{
    /// <summary>Median rate, items per second.</summary>
    public double Median => Rates.Order().ElementAt(Rates.Count / 2);

    /// <summary>Slowest pass.</summary>
    public double Minimum => Rates.Min();

    /// <summary>Fastest pass.</summary>
    public double Maximum => Rates.Max();
}
