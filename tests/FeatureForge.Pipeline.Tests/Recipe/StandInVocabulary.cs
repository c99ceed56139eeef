using FeatureForge.Core.Options;
using FeatureForge.Pipeline.Recipe;

namespace FeatureForge.Pipeline.Tests.Recipe;

/// <summary>Descriptions like those of the rooms, so that the reader is tested apart from them: every form of value occurs.</summary>
internal static class StandInVocabulary
{
    public static RecipeVocabulary Value { get; } = new()
    {
        Decode = Step(
            "decode",
            Choice("fidelity", "reference", "fast"),
            Choice("warnings", "accept", "quarantine"),
            new() { Name = "maxPixels", Kind = ValueKind.Integer, Minimum = 1, Maximum = 1e9, Default = 100_000_000L, Unit = "px", Summary = "Largest picture." }),
        GeometrySteps =
        [
            Step(
                "crop",
                Range("area", 0.01, 1, 0.5, 1),
                new() { Name = "box", Kind = ValueKind.Box, Minimum = 0, Unit = "px", Summary = "Part of the picture." }) with
            { Create = CheckCrop, Placement = StepPlacement.BeforeOutputResize, Interpolation = "as the resize" },
            Step("ssdCrop", new KeyDescription { Name = "minIou", Kind = ValueKind.NumberList, Minimum = 0, Maximum = 1, Default = new[] { 0.5 }, Summary = "Choices." }, KeyDescription.Probability(1)),
            Step("cropToBox", new KeyDescription { Name = "margin", Kind = ValueKind.Number, Minimum = 0, Maximum = 4, Default = 0.2, Summary = "Margin." }) with { Random = false },
            Step("expand", Range("ratio", 1, 8, 1, 4), Fill(), KeyDescription.Probability(0.5)) with { Fill = "`fill`" },
            Step("letterbox", Fill()) with { Random = false },
            Step("flip", KeyDescription.Probability(0.5)) with { Placement = StepPlacement.AfterOutputResize },
            Step("rotate", Range("degrees", -180, 180, -10, 10) with { Unit = "degrees" }, KeyDescription.Probability(0.3)),
        ],
        CheckGeometry = (output, steps) =>
            output.Height == 5000 ? new StepListProblem(-1, "output", $"{output} is too large for {steps.Count} steps.")
            : steps.Count == 4 ? new StepListProblem(2, "expand", "expand is there twice.")
            : null,
        PhotometricSteps =
        [
            Step("backlight", Range("strength", 0, 1, 0.3, 0.8), KeyDescription.Probability(0.3)),
            Step("shadows", KeyDescription.Probability(0.3)),
            Step("brightness", Range("delta", -255, 255, -32, 32), KeyDescription.Probability(0.5)),
            Step("contrast", Range("factor", 0, 4, 0.5, 1.5), KeyDescription.Probability(0.5)),
            Step("blur", Range("sigma", 0, 16, 0.4, 2), KeyDescription.Probability(0.3)),
            Step("motionBlur", KeyDescription.Probability(0.2)),
            Step("noise", new KeyDescription { Name = "perChannel", Kind = ValueKind.Boolean, Default = true, Summary = "Own noise per channel." }, KeyDescription.Probability(0.2)),
        ],
        Targets = Step(
            "targets",
            Choice("anchors", "ssd300", "ssd300-coco", "ssd512"),
            Choice("rule", "caffe", "mlperf"),
            new() { Name = "positive", Kind = ValueKind.Number, Minimum = 0, Maximum = 1, Default = 0.5, Summary = "Least IoU." },
            Choice("encoding", "sparse", "dense")),
    };

    private static StepDescription Step(string name, params KeyDescription[] keys) =>
        new() { Name = name, Summary = $"Does {name}.", Keys = keys, Create = values => values };

    private static KeyDescription Choice(string name, params string[] words) =>
        new() { Name = name, Kind = ValueKind.Choice, Choices = words, Default = words[0], Summary = "One of the words." };

    private static KeyDescription Range(string name, double low, double high, double defaultLow, double defaultHigh) =>
        new() { Name = name, Kind = ValueKind.Range, Minimum = low, Maximum = high, Default = new NumberRange(defaultLow, defaultHigh), Summary = "A range." };

    private static KeyDescription Fill() => new() { Name = "fill", Kind = ValueKind.Color, Choices = ["mean"], Summary = "Colour around the picture; `mean` is that of the data set." };

    private static StepValues CheckCrop(StepValues values) =>
        values.IsGiven("area") && values.IsGiven("box") ? throw new StepRuleException("box", "box and area exclude each other; keep one") : values;
}
