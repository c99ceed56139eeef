using System.Diagnostics;

namespace FeatureForge.Gpu.Choice;

/// <summary>Measures the CPU with all workers at once, since they share memory and cores.</summary>
internal static class HostMeasurement
{
    private const int MostRounds = 6;
    private const double WorthwhileGain = 0.9;
    private static readonly TimeSpan s_wholeRound = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_partRound = TimeSpan.FromMilliseconds(25);

    /// <summary>Measures a recipe.</summary>
    /// <param name="recipe">Recipe.</param>
    /// <param name="workers">Threads, at least 1.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The recipe cannot be applied to the drawn photo.</exception>
    public static HostFigures Run(MeasuredRecipe recipe, int workers)
    {
        HostWork[] works = [.. Enumerable.Range(0, workers).Select(_ => new HostWork(recipe))];
        try
        {
            double whole = Best(works, static (work, number) => work.Whole(number), s_wholeRound);
            double entropy = Best(works, static (work, number) => work.Entropy(number), s_partRound);
            double coefficients = Best(works, static (work, number) => work.Coefficients(number), s_partRound);
            return new HostFigures(Math.Max(0, whole - entropy), Math.Max(0, coefficients - entropy));
        }
        finally
        {
            foreach (HostWork work in works)
                work.Dispose();
        }
    }

    // Rounds until one gives no more: the runtime compiles hot code anew while it runs, and the run itself has the benefit.
    private static double Best(HostWork[] works, Action<HostWork, int> body, TimeSpan round)
    {
        double best = Round(works, body, round);
        for (int i = 1; i < MostRounds; i++)
        {
            double next = Round(works, body, round);
            bool goesOn = next < best * WorthwhileGain;
            best = Math.Min(best, next);
            if (!goesOn && i > 1)
                break;
        }

        return best;
    }

    /// <summary>Does a round. No thread runs any more when it returns or throws: the works may be disposed then.</summary>
    /// <typeparam name="T">What one thread works with.</typeparam>
    /// <param name="works">One for each thread.</param>
    /// <param name="body">Makes the image of a number.</param>
    /// <param name="time">Time for which each thread makes images, at least one.</param>
    /// <returns>Microseconds per image, all threads together.</returns>
    internal static double Round<T>(T[] works, Action<T, int> body, TimeSpan time)
    {
        using var start = new Barrier(works.Length);
        IEnumerable<Task<double>> rates = works.Select((work, i) => Task.Factory.StartNew(() => Rate(work, body, time, start, i), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        return 1e6 / Task.WhenAll(rates).GetAwaiter().GetResult().Sum();
    }

    private static double Rate<T>(T work, Action<T, int> body, TimeSpan time, Barrier start, int worker)
    {
        start.SignalAndWait();
        long begin = Stopwatch.GetTimestamp();
        int images = 0;
        TimeSpan elapsed;
        do
        {
            body(work, (worker << 16) + images);
            images++;
            elapsed = Stopwatch.GetElapsedTime(begin);
        }
        while (elapsed < time);
        return images / elapsed.TotalSeconds;
    }
}
