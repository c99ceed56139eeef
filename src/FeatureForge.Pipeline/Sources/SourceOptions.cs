using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Sources;

/// <summary>Section <c>source</c>: where samples come from. Checked once, when built from a recipe.</summary>
public sealed record SourceOptions
{
    /// <summary>Sum of the shares of splits may differ from 1 by this much, so that thirds can be written.</summary>
    private const double SumTolerance = 1e-6;

    /// <summary>Folder of the images, as written in the recipe: relative to the folder of the recipe, or absolute.</summary>
    public required string Images { get; init; }

    /// <summary>Annotation file as written in the recipe, or null when there is none.</summary>
    public string? Annotations { get; init; }

    /// <summary>Format of the annotations.</summary>
    public AnnotationFormat Format { get; init; } = AnnotationFormat.Csv;

    /// <summary>Picture that the boxes refer to.</summary>
    public BoxSpace BoxSpace { get; init; } = BoxSpace.Upright;

    /// <summary>Shares of the splits, each 0 to 1 and together 1, in any order; empty when the recipe names none.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Splits { get; init; } = [];

    /// <summary>Label names in the order of their ids; empty when ids follow the ordinal order of the names found.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The section's keys.</summary>
    public static StepDescription Section { get; } = new()
    {
        Name = "source",
        Summary = "Where images and annotations come from. Every image is a sample; one without rows is a negative.",
        Random = false,
        Keys =
        [
            new() { Name = "images", Kind = ValueKind.Text, Required = true, Summary = "Folder of the images (.jpg .jpeg .jpe .png .webp, any case), searched recursively; relative to the folder of the recipe. `--input` overrides it. No part of the recipe's fingerprint." },
            new() { Name = "annotations", Kind = ValueKind.Text, Summary = "File of boxes or labels, relative to the folder of the recipe. Without it all images are unlabelled. No part of the recipe's fingerprint." },
            new() { Name = "format", Kind = ValueKind.Choice, Choices = ["csv"], Default = "csv", Summary = "Format of the annotations: comma-separated values with a header, columns by name in any order. `image,xmin,ymin,xmax,ymax,label` for boxes (0-based pixel edges, decimal), `image,label` for labels of whole images; `split` may be added to both. A label column of another name gives labels such as `smile=1`. An image has 10,000 boxes at most; further rows are dropped and reported." },
            new() { Name = "boxSpace", Kind = ValueKind.Choice, Choices = ["upright", "stored"], Default = "upright", Summary = "Picture that boxes refer to where an image has an EXIF orientation: as shown, or as stored." },
            new() { Name = "splits", Kind = ValueKind.NamedNumbers, Minimum = 0, Maximum = 1, Summary = "Shares of the splits, together 1. A `split` column in the annotations wins; else the SHA-256 of an image's path decides, whatever the order of the names here. Without either all is `train`." },
            new() { Name = "labels", Kind = ValueKind.TextList, Summary = "Label names in the order of their ids. Without it ids follow the ordinal order of the names found; with it a row with another label is dropped and reported." },
        ],
        Create = Create,
    };

    private static SourceOptions Create(StepValues values)
    {
        IReadOnlyList<KeyValuePair<string, double>> splits = values.NamedNumbers("splits");
        CheckSplits(splits);
        if (values.IsGiven("labels") && values.TextList("labels").Count == 0)
            throw new StepRuleException("labels", "the list is empty; leave the key out to take the names found");
        return new SourceOptions
        {
            Images = values.Text("images")!,
            Annotations = values.Text("annotations"),
            BoxSpace = values.Text("boxSpace") == "stored" ? BoxSpace.Stored : BoxSpace.Upright,
            Splits = splits,
            Labels = values.TextList("labels"),
        };
    }

    private static void CheckSplits(IReadOnlyList<KeyValuePair<string, double>> splits)
    {
        double sum = 0;
        foreach ((string name, double share) in splits)
        {
            if (!SplitNames.IsValid(name))
                throw new StepRuleException("splits", $"{ShownText.Quote(name)} is not a split name; {SplitNames.Rule}");
            sum += share;
        }

        if (splits.Count > 0 && Math.Abs(sum - 1) > SumTolerance)
            throw new StepRuleException("splits", FormattableString.Invariant($"the shares add up to {sum:0.######}, need 1"));
        if (splits.Count > SplitPlan.MostSplits)
            throw new StepRuleException("splits", $"{splits.Count} splits are named, at most {SplitPlan.MostSplits} are allowed");
    }
}
