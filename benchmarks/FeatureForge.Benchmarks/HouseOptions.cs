using BenchmarkDotNet.Jobs;

namespace FeatureForge.Benchmarks;

/// <summary>The arguments that this program reads itself; the rest is BenchmarkDotNet's.</summary>
internal sealed record HouseOptions
{
    private static readonly Dictionary<string, Job> s_lengths = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Dry"] = Job.Dry,
        ["Short"] = Job.ShortRun,
        ["Medium"] = Job.MediumRun,
        ["Long"] = Job.LongRun,
    };

    /// <summary>How long is measured (<c>--job</c>): Dry runs everything once and measures nothing of worth.</summary>
    public Job Length { get; private init; } = Job.ShortRun;

    /// <summary>Whether every instruction set is measured, each in a process of its own (<c>--simd</c>).</summary>
    public bool EverySimdLevel { get; private init; }

    /// <summary>Arguments left for BenchmarkDotNet.</summary>
    public required string[] Remaining { get; init; }

    /// <summary>What is wrong with the arguments, or null.</summary>
    public string? Problem { get; private init; }

    /// <summary>Reads the command line.</summary>
    public static HouseOptions Parse(IReadOnlyList<string> arguments)
    {
        List<string> remaining = [];
        Job? length = Job.ShortRun;
        bool everySimdLevel = false;
        string? problem = null;
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--simd")
                everySimdLevel = true;
            else if (arguments[i] is not ("--job" or "-j"))
                remaining.Add(arguments[i]);
            else if (++i == arguments.Count || !s_lengths.TryGetValue(arguments[i], out length))
                problem = $"--job needs one of {string.Join(", ", s_lengths.Keys)}; it got {(i < arguments.Count ? arguments[i] : "nothing")}.";
        }

        return new HouseOptions { Length = length ?? Job.ShortRun, EverySimdLevel = everySimdLevel, Remaining = [.. remaining], Problem = problem };
    }
}
