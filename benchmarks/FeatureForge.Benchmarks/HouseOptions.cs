using BenchmarkDotNet.Jobs;
using Perfolizer.Horology;

namespace FeatureForge.Benchmarks;

/// <summary>The arguments that this program reads itself; the rest is BenchmarkDotNet's.</summary>
internal sealed record HouseOptions
{
    private static readonly Dictionary<string, Job> s_lengths = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Dry"] = Job.Dry,
        ["Brief"] = Job.ShortRun.WithWarmupCount(2).WithIterationCount(5).WithIterationTime(TimeInterval.FromMilliseconds(100)),
        ["Short"] = Job.ShortRun,
        ["Medium"] = Job.MediumRun,
        ["Long"] = Job.LongRun,
    };

    /// <summary>How long is measured (<c>--job</c>): Dry runs everything once and measures nothing of worth.</summary>
    public Job Length { get; private init; } = Job.ShortRun;

    /// <summary>Whether the baselines and the devices are left out (<c>--engine-only</c>): what is compared then are processes with other instruction sets.</summary>
    public bool EngineOnly { get; private init; }

    /// <summary>Arguments left for BenchmarkDotNet.</summary>
    public required string[] Remaining { get; init; }

    /// <summary>What is wrong with the arguments, or null.</summary>
    public string? Problem { get; private init; }

    /// <summary>Reads the command line.</summary>
    public static HouseOptions Parse(IReadOnlyList<string> arguments)
    {
        List<string> remaining = [];
        Job? length = Job.ShortRun;
        bool engineOnly = false;
        string? problem = null;
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--engine-only")
                engineOnly = true;
            else if (arguments[i] is not ("--job" or "-j"))
                remaining.Add(arguments[i]);
            else if (++i == arguments.Count || !s_lengths.TryGetValue(arguments[i], out length))
                problem = $"--job needs one of {string.Join(", ", s_lengths.Keys)}; it got {(i < arguments.Count ? arguments[i] : "nothing")}.";
        }

        return new HouseOptions { Length = length ?? Job.ShortRun, EngineOnly = engineOnly, Remaining = [.. remaining], Problem = problem };
    }
}
