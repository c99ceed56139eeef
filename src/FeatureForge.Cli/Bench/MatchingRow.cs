using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Cli.Bench;

/// <summary>Matching and encoding of the benchmark's boxes under one rule.</summary>
/// <param name="Rule">Rule.</param>
/// <param name="Encoding">Encoding.</param>
/// <param name="Whole">Time of a batch, matched and encoded.</param>
/// <param name="Match">Its matching alone; null where it cannot be told apart.</param>
/// <param name="Bytes">Bytes that a batch must move.</param>
internal sealed record MatchingRow(MatchRule Rule, TargetEncoding Encoding, StageTime Whole, StageTime? Match, double Bytes)
{
    /// <summary>Name of the rule as recipes write it.</summary>
    public string RuleName => TargetOptions.Section.Keys.Single(key => key.Name == "rule").Choices[(int)Rule];

    /// <summary>10^9 pairs of anchor and box per second, by the median time of what is known: the matching, or the whole.</summary>
    public double GigaPairs => MatchingBoxes.Pairs / (Match ?? Whole).Median / 1e3;

    /// <summary>True when a batch is matched and encoded in less than the time wanted of a GPU.</summary>
    public bool IsWithinGoal => Whole.Median < MatchingBoxes.GoalMicroseconds;
}
