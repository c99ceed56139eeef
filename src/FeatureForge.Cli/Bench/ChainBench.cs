using System.Diagnostics;

namespace FeatureForge.Cli.Bench;

/// <summary>Lets passes of several backends over the whole way alternate.</summary>
internal static class ChainBench
{
    /// <summary>Measures, after a pass of each that does not count.</summary>
    /// <param name="runs">Backends.</param>
    /// <param name="passes">Timed passes of each.</param>
    /// <param name="cancellation">Stops the measurement.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<ChainResult> Measure(IReadOnlyList<RunChain> runs, int passes, CancellationToken cancellation)
    {
        List<double>[] rates = [.. runs.Select(_ => new List<double>())];
        var seconds = new double[runs.Count];
        var waited = new double[runs.Count];
        foreach (RunChain run in runs)
            run.Pass(cancellation);
        for (int pass = 0; pass < passes; pass++)
        {
            for (int i = 0; i < runs.Count; i++)
            {
                double waitedBefore = runs[i].WaitSeconds;
                long start = Stopwatch.GetTimestamp();
                runs[i].Pass(cancellation);
                double time = Stopwatch.GetElapsedTime(start).TotalSeconds;
                seconds[i] += time;
                waited[i] += runs[i].WaitSeconds - waitedBefore;
                rates[i].Add(runs[i].Images / time);
            }
        }

        return [.. runs.Select((run, i) => new ChainResult(run, rates[i], waited[i] / seconds[i] / run.Workers))];
    }
}
