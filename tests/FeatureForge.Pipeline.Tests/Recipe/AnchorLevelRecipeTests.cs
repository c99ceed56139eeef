using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Targets;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Recipe;

/// <summary>Recipes that lay out the levels of their anchor set themselves.</summary>
public class AnchorLevelRecipeTests
{
    private const string Two = "targets: {anchors: [{featureMap: [76, 38], scales: [0.03, 0.045], aspectRatios: [0.6]}, {featureMap: [19, 19], scales: [0.1]}]}";

    private static readonly string[] Accepted =
    [
        Two, "targets: {anchors: ssd512}", "targets: {anchors: [{featureMap: [1, 1], scales: 0.5}]}", "targets: {anchors: [{featureMap: [1, 1], scales: [2], aspectRatios: 20}]}",
    ];

    private static readonly string[] Refused =
    [
        "targets: {anchors: []}", "targets: {anchors: {featureMap: [1, 1], scales: [0.5]}}", "targets: {anchors: [ssd300]}", "targets: {anchors: [{scales: [0.5]}]}",
        "targets: {anchors: [{featureMap: [1, 1]}]}", "targets: {anchors: [{featureMap: [0, 1], scales: [0.5]}]}", "targets: {anchors: [{featureMap: [1, 1], scales: []}]}",
        "targets: {anchors: [{featureMap: [1, 1], scales: [30]}]}", "targets: {anchors: [{featureMap: [1, 1], scales: [0.5], aspectRatios: [0]}]}",
        "targets: {anchors: [{featureMap: [1, 1], scales: [0.5], steps: 8}]}", "targets: {anchors: [" + Repeated("{featureMap: [1, 1], scales: [0.5]}", 17) + "]}",
        "targets: {anchors: [{featureMap: [1, 1], scales: [" + Numbers(17) + "]}]}",
    ];

    [Fact]
    public void Levels_AreTheSetsOfTheRecipe()
    {
        TargetOptions options = Read(Two).Targets!.As<TargetOptions>();
        Assert.Equal(AnchorSet.CustomName, options.AnchorSet.Name);
        Assert.Equal((76 * 38 * 2) + (19 * 19), options.AnchorSet.Count);
        Assert.Equal(AnchorSet.Create([AnchorLevel.Custom(76, 38, [0.03, 0.045], [0.6]), AnchorLevel.Custom(19, 19, [0.1], [1])]).Hash, options.AnchorSet.Hash);
        Assert.Same(options.AnchorSet, new TargetStage(options, new ImageShape(608, 304)).Anchors);
    }

    [Fact]
    public void CanonicalForm_HoldsEveryKeyOfALevel() => Assert.Contains(
        "\"targets\":{\"anchors\":[{\"aspectRatios\":[0.6],\"featureMap\":[76,38],\"scales\":[0.03,0.045]},{\"aspectRatios\":[1],\"featureMap\":[19,19],\"scales\":[0.1]}],\"encoding\":\"sparse\",",
        Read(Two).CanonicalJson(),
        StringComparison.Ordinal);

    // Of the version before levels could be laid out: recipes that name a set must keep their fingerprints.
    [Fact]
    public void CanonicalForm_OfANamedSet_IsAsItWas() => Assert.Contains(
        "\"targets\":{\"anchors\":\"ssd300-coco\",\"encoding\":\"sparse\",\"negative\":null,\"positive\":0.5,\"rule\":\"caffe\"}", Read("targets: {anchors: ssd300-coco}").CanonicalJson(), StringComparison.Ordinal);

    [Theory]
    [InlineData("[19, 19]", "[19, 18]", false)]
    [InlineData("scales: [0.1]", "scales: [0.11]", false)]
    [InlineData("aspectRatios: [0.6]", "aspectRatios: [0.6, 1]", false)]
    [InlineData("scales: [0.03, 0.045]", "scales: [0.045, 0.03]", false)]
    [InlineData("scales: [0.1]", "scales: 0.10, aspectRatios: [1.0]", true)]
    public void Fingerprint_ChangesWithTheAnchorsAlone(string text, string other, bool same) =>
        Assert.Equal(same, Read(Two).Fingerprint == Read(Two.Replace(text, other, StringComparison.Ordinal)).Fingerprint);

    [Theory]
    [InlineData("ssd301", 4, 20, "targets.anchors", "ssd301", "must be one of ssd300, ssd300-coco, ssd512, [{featureMap: [width, height], scales: [number, ...]")]
    [InlineData("{featureMap: [1, 1]}", 4, 20, "targets.anchors", "{featureMap: [1, 1]}", "or a list of at least one: [{featureMap:")]
    [InlineData("[]", 4, 20, "targets.anchors", "[]", "or a list of at least one")]
    [InlineData("[ssd300]", 4, 21, "targets.anchors[0]", "ssd300", "must be keys with values")]
    [InlineData("[{featureMap: [1, 1]}]", 4, 21, "targets.anchors[0].scales", "(missing)", "must be given")]
    [InlineData("[{featureMap: [1, 1], scale: [0.5]}]", 4, 42, "targets.anchors[0].scale", "scale", "is not a key of 'level', whose keys are featureMap, scales, aspectRatios", 2)]
    [InlineData("[{featureMap: [0, 1], scales: [0.5]}]", 4, 35, "targets.anchors[0].featureMap", "0", "must be between 1 and 2048 cells")]
    [InlineData("[{featureMap: [1, 1], scales: [0.5, 30]}]", 4, 56, "targets.anchors[0].scales[1]", "30", "must be between 0.001 and 2")]
    [InlineData("[{featureMap: [1, 1], scales: [0.5], aspectRatios: [-1]}]", 4, 72, "targets.anchors[0].aspectRatios[0]", "-1", "must be between 0.05 and 20")]
    [InlineData("[{featureMap: [1, 1], scales: [0.5, 0.25, 0.50]}]", 4, 50, "targets.anchors[0].scales", "[0.5, 0.25, 0.50]", "0.5 is in the list 2 times; keep one")]
    [InlineData("[{featureMap: [2048, 1000], scales: [0.5, 0.25]}]", 4, 20, "targets.anchors", "[{featureMap: [2048, 1000]", "the levels have 4,096,000 anchors together, the most is 4,000,000; use smaller feature maps")]
    public void Parse_WhenARuleIsBroken_SaysWhereAndWhat(string anchors, int line, int column, string path, string value, string rule, int count = 1)
    {
        IReadOnlyList<RecipeProblem> problems = Assert.Throws<RecipeException>(() => Read($"targets: {{anchors: {anchors}}}")).Problems;
        Assert.Equal(count, problems.Count);
        RecipeProblem problem = problems[^1];
        Assert.Equal((line, column, path), (problem.Line, problem.Column, problem.Path[..Math.Min(problem.Path.Length, path.Length)]));
        Assert.StartsWith(value, problem.Value, StringComparison.Ordinal);
        Assert.Contains(rule, problem.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_WithTooManyLevelsOrNumbers_IsRefusedBeforeTheyAreRead()
    {
        RecipeProblem levels = Assert.Single(Assert.Throws<RecipeException>(() => Read(Refused[^2])).Problems);
        Assert.Equal("targets.anchors[16]", levels.Path);
        Assert.Contains("is element 17 of the list; at most 16 are allowed", levels.Rule, StringComparison.Ordinal);
        Assert.Equal("targets.anchors[0].scales[16]", Assert.Single(Assert.Throws<RecipeException>(() => Read(Refused[^1])).Problems).Path);
    }

    [Fact]
    public void TargetsFile_MayLayOutLevels()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["targets.yaml"], Two);
        Assert.Equal((76 * 38 * 2) + (19 * 19), RecipeReader.ReadTargets(folder["targets.yaml"], RecipeVocabulary.Product).As<TargetOptions>().AnchorSet.Count);
    }

    [Fact]
    public void Reader_AgreesWithTheListsOfThisTest()
    {
        Assert.All(Accepted, line => Assert.Null(Record.Exception(() => Read(line))));
        Assert.All(Refused, line => Assert.IsType<RecipeException>(Record.Exception(() => Read(line))));
    }

    /// <summary>An independent validator and an independent YAML reader agree about levels.</summary>
    [SkippableFact]
    public void Schema_WhenUsedByAnotherValidator_AgreesWithTheReader()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["schema.json"], RecipeSchema.Write(RecipeVocabulary.Product));
        string[] lines = [.. Accepted, .. Refused];
        for (int i = 0; i < lines.Length; i++)
            File.WriteAllText(folder[$"{i:00}.yaml"], RecipeText.Least + lines[i]);
        string[] verdicts = PythonOracle.Run("recipe_schema.py", ["jsonschema", "yaml"], folder.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([.. Accepted.Select(_ => "valid"), .. Refused.Select(_ => "invalid")], verdicts);
    }

    private static Pipeline.Recipe.Recipe Read(string line) => RecipeReader.Parse(RecipeText.Least + line, "recipe.yaml", "/recipes", RecipeVocabulary.Product);

    private static string Repeated(string text, int count) => string.Join(", ", Enumerable.Repeat(text, count));

    private static string Numbers(int count) => string.Join(", ", Enumerable.Range(1, count).Select(number => FormattableString.Invariant($"0.{number:00}")));
}
