using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Targets;

/// <summary>Section <c>targets</c> of a recipe.</summary>
public sealed record TargetOptions
{
    private const string AnchorsKey = "anchors";
    private const string RuleKey = "rule";
    private const string PositiveKey = "positive";
    private const string NegativeKey = "negative";
    private const string EncodingKey = "encoding";
    private const int MostLevels = 16;

    private readonly AnchorSet? _ownAnchors;

    /// <summary>The section, its keys, ranges and defaults.</summary>
    public static StepDescription Section { get; } = new()
    {
        Name = "targets",
        Summary = "Matches the boxes with the anchors of an SSD detector and writes what it shall answer for each; left out, records hold boxes only.",
        Random = false,
        Placement = StepPlacement.AfterOutputResize,
        Keys =
        [
            new()
            {
                Name = AnchorsKey,
                Kind = ValueKind.WordOrParts,
                Choices = AnchorSet.Names,
                Default = AnchorPresets.Ssd300,
                Part = AnchorLevelOptions.Part,
                MostItems = MostLevels,
                Summary = "Anchor set: `ssd300` and `ssd300-coco` have 8,732 anchors, `ssd512` has 24,564. Or a list of levels of one's own, from the finest feature map to the coarsest, "
                    + "such as `[{featureMap: [38, 38], scales: [0.05, 0.07]}, {featureMap: [19, 19], scales: [0.1], aspectRatios: [1, 0.5]}]`. "
                    + "Sizes are shares of the picture, so a set fits every output size.",
            },
            new()
            {
                Name = RuleKey,
                Kind = ValueKind.Choice,
                Choices = MatchRuleNames.All,
                Default = MatchRuleNames.Of(MatchRule.Caffe),
                Summary = "Matching rule, named after the code whose choices it repeats. `caffe` gives every object that overlaps any anchor at least one of its own, then every anchor that reaches `positive` its best object. "
                    + "In the others every object forces its best anchor and may lose it to another object: to a later one with `mlperf` (NVIDIA DALI; positive above `positive`, the last of equal IoUs counts), `ssd-pytorch` and `torchvision` (its `SSDMatcher`, not that of RetinaNet), "
                    + "to an earlier one with `tf-od` (`ArgMaxMatcher`, which knows ignored anchors).",
            },
            new() { Name = PositiveKey, Kind = ValueKind.Number, Minimum = 0, Maximum = 1, Default = 0.5, Summary = "IoU from which an anchor is positive." },
            new()
            {
                Name = NegativeKey,
                Kind = ValueKind.Number,
                Minimum = 0,
                Maximum = 1,
                Summary = "IoU below which an anchor is background, at most `positive`, which is the default; from there to `positive` it is ignored. Only with `rule: tf-od`, whose `unmatched_threshold` it is.",
            },
            new() { Name = EncodingKey, Kind = ValueKind.Choice, Choices = ["sparse", "dense"], Default = "sparse", Summary = "`sparse` writes the positive anchors and the numbers of ignored ones, `dense` one row per anchor." },
        ],
        Create = Make,
    };

    /// <summary>Name of the anchor set, one of <see cref="Targets.AnchorSet.Names"/>, <c>ssd300</c> by default; not looked at where <see cref="Levels"/> are given.</summary>
    public string Anchors { get; init; } = AnchorPresets.Ssd300;

    /// <summary>Levels of an anchor set of one's own, in their order; empty for the one that <see cref="Anchors"/> names.</summary>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">A level breaks a rule, or the set is too large.</exception>
    public IReadOnlyList<AnchorLevelOptions> Levels
    {
        get;
        init
        {
            field = value;
            // Made once, since workers share it.
            _ownAnchors = value.Count == 0 ? null : AnchorSet.Create([.. value.Select(level => level.ToLevel())]);
        }
    }
    = [];

    /// <summary>The anchors, shared by all that match with these options.</summary>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">There is no anchor set of that name.</exception>
    public AnchorSet AnchorSet => _ownAnchors ?? AnchorSet.Create(Anchors);

    /// <summary>Matching rule.</summary>
    public MatchRule Rule { get; init; } = MatchRule.Caffe;

    /// <summary>IoU from which an anchor is positive, 0 to 1; compared in float32.</summary>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">The value is outside 0 to 1.</exception>
    public double Positive
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw TargetErrors.PositiveOutOfRange(value);
    } = 0.5;

    /// <summary>
    /// IoU below which an anchor is background, 0 to <see cref="Positive"/>; from there to <see cref="Positive"/> it is ignored. Null: no anchor is
    /// ignored. Only <see cref="MatchRule.TfOd"/> has it; the stage refuses it elsewhere.
    /// </summary>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">The value is outside 0 to 1.</exception>
    public double? Negative
    {
        get;
        init => field = value is null or (>= 0 and <= 1) ? value : throw TargetErrors.NegativeOutOfRange(value.Value);
    }

    /// <summary>Which anchors get a row in the record.</summary>
    public TargetEncoding Encoding { get; init; } = TargetEncoding.Sparse;

    /// <summary>The rule between the keys that the options break, as a sentence; null when they break none.</summary>
    internal string? BrokenRule()
    {
        if (Negative is not { } negative)
            return null;
        if (Rule != MatchRule.TfOd)
            return $"negative is given with rule {MatchRuleNames.Of(Rule)}, which ignores no anchors; use rule tf-od, or leave negative out.";
        return negative > Positive ? FormattableString.Invariant($"negative is {negative}, above positive {Positive}; it must be at most that.") : null;
    }

    private static TargetOptions Make(StepValues values)
    {
        IReadOnlyList<AnchorLevelOptions>? levels = values.Parts<AnchorLevelOptions>(AnchorsKey);
        CheckCount(levels ?? []);
        TargetOptions options = new()
        {
            Anchors = levels is null ? values.Text(AnchorsKey)! : AnchorSet.CustomName,
            Levels = levels ?? [],
            Rule = MatchRuleNames.Parse(values.Text(RuleKey)!),
            Positive = values.Number(PositiveKey),
            Negative = values.IsGiven(NegativeKey) ? values.Number(NegativeKey) : null,
            Encoding = values.Text(EncodingKey) == "dense" ? TargetEncoding.Dense : TargetEncoding.Sparse,
        };
        return options.BrokenRule() is { } broken ? throw new StepRuleException(NegativeKey, broken) : options;
    }

    private static void CheckCount(IReadOnlyList<AnchorLevelOptions> levels)
    {
        long count = levels.Sum(level => level.Anchors);
        if (count > AnchorSet.LargestCount)
            throw new StepRuleException(AnchorsKey, FormattableString.Invariant($"the levels have {count:N0} anchors together, the most is {AnchorSet.LargestCount:N0}; use smaller feature maps or fewer scales"));
    }
}
