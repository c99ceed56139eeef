namespace FeatureForge.Pipeline.Targets;

/// <summary>What tells the rules apart in which every anchor takes its best object and every object forces its best anchor.</summary>
internal sealed record ArgMaxRule
{
    /// <summary>IoU from which an anchor is positive.</summary>
    public required float Positive { get; init; }

    /// <summary>IoU below which an anchor is background; from there to below <see cref="Positive"/> it is ignored.</summary>
    public required float Negative { get; init; }

    /// <summary>True when the last of equal IoUs counts, both among objects and among anchors; else the first.</summary>
    public bool LastOfEqual { get; init; }

    /// <summary>True when of several objects that force one anchor the first keeps it; else the last gets it.</summary>
    public bool FirstObjectKeeps { get; init; }

    /// <summary>The rule that options ask for.</summary>
    /// <param name="options">Any rule but <see cref="MatchRule.Caffe"/>.</param>
    public static ArgMaxRule Of(TargetOptions options)
    {
        float positive = (float)options.Positive;
        if (options.Rule == MatchRule.TfOd)
            return new() { Positive = positive, Negative = (float)(options.Negative ?? options.Positive), FirstObjectKeeps = true };
        if (options.Rule != MatchRule.Mlperf)
            return new() { Positive = positive, Negative = positive };

        // The rule says "above"; the next float32 turns that into "from".
        float above = MathF.BitIncrement(positive);
        return new() { Positive = above, Negative = above, LastOfEqual = true };
    }
}
