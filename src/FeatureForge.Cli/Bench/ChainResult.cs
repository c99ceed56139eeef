namespace FeatureForge.Cli.Bench;

/// <summary>What passes of a whole way gave.</summary>
/// <param name="Backend">Backend, in a word.</param>
/// <param name="Workers">Threads of the host.</param>
/// <param name="Images">Images of a pass.</param>
/// <param name="Rates">Images per second of each pass.</param>
/// <param name="WaitShare">Share of the time of one thread for which the host stood waiting, 0 to 1.</param>
internal sealed record ChainResult(string Backend, int Workers, int Images, IReadOnlyList<double> Rates, double WaitShare)
{
    /// <summary>Median rate.</summary>
    public double Median => Rates.Order().ElementAt(Rates.Count / 2);
}
