using FeatureForge.Pipeline.Recipe;

namespace FeatureForge.Pipeline.Tests.Recipe;

/// <summary>Reads recipes of tests.</summary>
internal static class RecipeText
{
    /// <summary>The least that a recipe needs, with a place for more lines.</summary>
    public const string Least = "source: {images: photos}\ngeometry: {output: [300, 300]}\noutput: {path: shards}\n";

    public static Pipeline.Recipe.Recipe Read(string yaml) => RecipeReader.Parse(yaml, "recipe.yaml", "/recipes", StandInVocabulary.Value);

    /// <summary>The problems of a recipe that must have some.</summary>
    public static IReadOnlyList<RecipeProblem> Problems(string yaml) => Assert.Throws<RecipeException>(() => Read(yaml)).Problems;

    /// <summary>The problem of a recipe that must have one.</summary>
    public static RecipeProblem Problem(string yaml) => Assert.Single(Problems(yaml));
}
