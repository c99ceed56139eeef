using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>The keys at the top of a recipe and those of <c>geometry</c> that are no steps.</summary>
internal static class RecipeKeys
{
    public const string Source = "source";
    public const string Decode = "decode";
    public const string GeometrySection = "geometry";
    public const string GeometrySteps = "steps";
    public const string Photometric = "photometric";
    public const string Targets = "targets";
    public const string Output = "output";

    /// <summary>Sections in the order of the data's way.</summary>
    public static readonly string[] SectionNames = [Source, Decode, GeometrySection, Photometric, Targets, Output];

    /// <summary>Keys outside every section. The largest seed is the largest whole number that every JSON reader keeps.</summary>
    public static StepDescription TopLevel { get; } = new()
    {
        Name = "recipe",
        Summary = "Keys at the top of the recipe.",
        Random = false,
        Keys =
        [
            new() { Name = "version", Kind = ValueKind.Integer, Minimum = 1, Maximum = 1, Default = 1L, Summary = "Version of the recipe language." },
            new() { Name = "seed", Kind = ValueKind.Integer, Minimum = 0, Maximum = Recipe.LargestSeed, Default = 0L, Summary = "Seed of every random draw and of the order of the records. `--seed` overrides it." },
            new() { Name = "epochs", Kind = ValueKind.Integer, Minimum = 1, Maximum = 10_000, Default = 1L, Summary = "Augmented copies written of each sample of the augmented splits." },
            new() { Name = "augmentSplits", Kind = ValueKind.TextList, Default = new[] { "train" }, Summary = "Splits that random steps apply to; the others get what the exported model will get." },
            new() { Name = "onBadSample", Kind = ValueKind.Choice, Choices = ["quarantine", "fail"], Default = "quarantine", Summary = "A sample that cannot become a record is listed in `quarantine.jsonl`, or ends the run." },
            new() { Name = "badSampleBudget", Kind = ValueKind.Number, Minimum = 0, Maximum = 1, Default = 0.01, Summary = "Share of the listing that may be quarantined before the run stops." },
        ],
        Create = CheckSplitNames,
    };

    /// <summary>Keys of <c>geometry</c> besides its steps.</summary>
    public static StepDescription Geometry { get; } = new()
    {
        Name = GeometrySection,
        Summary = "Where the pixels of the output come from: the steps in order, and the output size. Boxes move along.",
        Random = false,
        Keys = [new() { Name = "output", Kind = ValueKind.Size, Required = true, Minimum = 1, Maximum = 8192, Unit = "px", Summary = "Size of every picture written." }],
        Create = values => values,
    };

    private static StepValues CheckSplitNames(StepValues values)
    {
        foreach (string split in values.TextList("augmentSplits"))
        {
            if (!Sources.SplitNames.IsValid(split))
                throw new StepRuleException("augmentSplits", $"'{split}' is not a split name; {Sources.SplitNames.Rule}");
        }

        return values;
    }
}
