using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Bench;

/// <summary>What passes of a whole way gave.</summary>
/// <param name="Run">The way: backend, threads, images of a pass, and where its samples were made in all passes, the one that does not count too.</param>
/// <param name="Rates">Images per second of each pass.</param>
/// <param name="WaitShare">Share of the time of one thread for which the host stood waiting, 0 to 1.</param>
internal sealed record ChainResult(RunChain Run, IReadOnlyList<double> Rates, double WaitShare)
{
    /// <summary>Median rate.</summary>
    public double Median => Rates.Order().ElementAt(Rates.Count / 2);

    /// <summary>Why samples of a device's chain were made on the CPU, and how many, in words; empty where it did all of them.</summary>
    public string Fallback
    {
        get
        {
            if (Run.Device is null || Run.Routes.OnHost.Count == 0)
                return "";
            long onHost = Run.Routes.OnHost.Values.Sum();
            string redone = Run.Routes.RedoneBatches.Count == 0 ? "" : $"; batches made again: {Listed(Run.Routes.RedoneBatches)}";
            return FormattableString.Invariant($"{onHost:N0} of {onHost + Run.Routes.OnDevice:N0} samples were made on the CPU, not on the device: {Listed(Run.Routes.OnHost)}{redone}");
        }
    }

    private static string Listed(IReadOnlyDictionary<string, long> counts) =>
        string.Join(", ", counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => FormattableString.Invariant($"{pair.Value:N0} {pair.Key}")));
}
