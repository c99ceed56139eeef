using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace FeatureForge.Benchmarks;

/// <summary>Turns what was measured into an exit code: a benchmark that fails its own checks is not to be recorded.</summary>
internal static class Outcome
{
    /// <summary>Exit code when the arguments are wrong.</summary>
    public const int Usage = 2;

    private const int Sound = 0;
    private const int Failed = 1;

    /// <summary>Names every benchmark that failed.</summary>
    /// <returns>The exit code: 0 when all is well.</returns>
    public static int Judge(IReadOnlyList<Summary> summaries, TextWriter errors)
    {
        string[] problems = [.. summaries.SelectMany(ProblemsOf)];
        foreach (string problem in problems)
            errors.WriteLine(problem);
        return problems.Length == 0 ? Sound : Failed;
    }

    private static IEnumerable<string> ProblemsOf(Summary summary)
    {
        if (summary.HasCriticalValidationErrors)
            yield return $"{summary.Title} was not run: {string.Join("; ", summary.ValidationErrors.Select(error => error.Message))}";
        foreach (BenchmarkCase benchmark in summary.BenchmarksCases)
        {
            if (summary[benchmark] is not { Success: true })
                yield return $"{benchmark.DisplayInfo} failed; its message is above.";
        }
    }
}
