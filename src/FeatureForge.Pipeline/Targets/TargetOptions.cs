using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Targets;

/// <summary>Section <c>targets</c> of a recipe.</summary>
public sealed record TargetOptions
{
    private const string AnchorsKey = "anchors";
    private const string RuleKey = "rule";
    private const string PositiveKey = "positive";
    private const string EncodingKey = "encoding";

    /// <summary>The section, its keys, ranges and defaults.</summary>
    public static StepDescription Section { get; } = new()
    {
        Name = "targets",
        Summary = "Matches the boxes with the anchors of an SSD detector and writes what it shall answer for each; left out, records hold boxes only.",
        Random = false,
        Placement = StepPlacement.AfterOutputResize,
        Keys =
        [
            new() { Name = AnchorsKey, Kind = ValueKind.Choice, Choices = AnchorSet.Names, Default = AnchorPresets.Ssd300, Summary = "Anchor set: `ssd300` and `ssd300-coco` have 8,732 anchors, `ssd512` has 24,564. Its sizes are shares of the picture, so it fits every output size." },
            new() { Name = RuleKey, Kind = ValueKind.Choice, Choices = ["caffe"], Default = "caffe", Summary = "Matching rule: `caffe` gives every object that overlaps any anchor at least one of its own, then every anchor that reaches `positive` its best object." },
            new() { Name = PositiveKey, Kind = ValueKind.Number, Minimum = 0, Maximum = 1, Default = 0.5, Summary = "IoU from which an anchor is positive." },
            new() { Name = EncodingKey, Kind = ValueKind.Choice, Choices = ["sparse", "dense"], Default = "sparse", Summary = "`sparse` writes the positive anchors, `dense` one row per anchor." },
        ],
        Create = values => new TargetOptions
        {
            Anchors = values.Text(AnchorsKey)!,
            Rule = MatchRule.Caffe,
            Positive = values.Number(PositiveKey),
            Encoding = values.Text(EncodingKey) == "dense" ? TargetEncoding.Dense : TargetEncoding.Sparse,
        },
    };

    /// <summary>Name of the anchor set, one of <see cref="AnchorSet.Names"/>; <c>ssd300</c> by default.</summary>
    public string Anchors { get; init; } = AnchorPresets.Ssd300;

    /// <summary>Matching rule.</summary>
    public MatchRule Rule { get; init; } = MatchRule.Caffe;

    /// <summary>IoU from which an anchor is positive, 0 to 1; compared in float32.</summary>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">The value is outside 0 to 1.</exception>
    public double Positive
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw TargetErrors.PositiveOutOfRange(value);
    } = 0.5;

    /// <summary>Which anchors get a row in the record.</summary>
    public TargetEncoding Encoding { get; init; } = TargetEncoding.Sparse;
}
