using System.Text.Json;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Recipe;

public class RecipeSchemaTests
{
    private static readonly string[] Refused =
    [
        "sed: 1", "seed: -1", "epochs: 0.5", "badSampleBudget: 2", "onBadSample: skip", "augmentSplits: [train, train]",
        "targets: {positive: text}", "targets: {rule: cafe}", "decode: {maxPixels: 0}",
        "photometric: {blur: {}}", "photometric: [{blurr: {}}]", "photometric: [{blur: {}, noise: {}}]",
        "photometric: [{blur: {sigma: [1, 2, 3]}}]", "photometric: [{blur: {sigma: 17}}]", "photometric: [{noise: {perChannel: 1}}]",
    ];

    private static readonly string[] Accepted =
    [
        "", "seed: 9007199254740991", "augmentSplits: []", "augmentSplits: train", "targets: {}", "targets:", "decode: {maxPixels: 5}",
        "photometric: []", "photometric: [blur, {noise: }, {blur: {sigma: 1}}, {blur: {sigma: [1, 2]}}]",
    ];

    [Fact]
    public void Schema_DescribesEveryKeyWithDefaultAndRange()
    {
        using JsonDocument schema = JsonDocument.Parse(RecipeSchema.Write(StandInVocabulary.Value));
        JsonElement properties = schema.RootElement.GetProperty("properties");
        Assert.Equal(100_000_000, properties.GetProperty("decode").GetProperty("properties").GetProperty("maxPixels").GetProperty("default").GetInt64());
        Assert.Equal("256MiB", properties.GetProperty("output").GetProperty("properties").GetProperty("shardBytes").GetProperty("default").GetString());
        JsonElement rotate = properties.GetProperty("geometry").GetProperty("properties").GetProperty("steps").GetProperty("items").GetProperty("oneOf")[0].GetProperty("properties").GetProperty("rotate");
        Assert.Equal(-180, rotate.GetProperty("properties").GetProperty("degrees").GetProperty("oneOf")[0].GetProperty("minimum").GetDouble());
        Assert.Equal(["source", "geometry", "output"], schema.RootElement.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    /// <summary>An independent validator and an independent YAML reader agree with our reader about what is a recipe.</summary>
    [SkippableFact]
    public void Schema_WhenUsedByAnotherValidator_AgreesWithTheReader()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["schema.json"], RecipeSchema.Write(StandInVocabulary.Value));
        string[] recipes = [RecipeExample.Yaml, .. Accepted.Concat(Refused).Select(line => RecipeText.Least + line)];
        for (int i = 0; i < recipes.Length; i++)
            File.WriteAllText(folder[$"{i:00}.yaml"], recipes[i]);
        string[] verdicts = PythonOracle.Run("recipe_schema.py", ["jsonschema", "yaml"], folder.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(recipes.Select(recipe => IsValid(recipe) ? "valid" : "invalid"), verdicts);
        Assert.Equal(Refused.Length, verdicts.Count(verdict => verdict == "invalid"));
    }

    [Fact]
    public void Reader_AgreesWithTheListsOfThisTest()
    {
        Assert.All(Accepted, line => Assert.True(IsValid(RecipeText.Least + line), line));
        Assert.All(Refused, line => Assert.False(IsValid(RecipeText.Least + line), line));
    }

    private static bool IsValid(string recipe) => Record.Exception(() => RecipeText.Read(recipe)) is null;
}
