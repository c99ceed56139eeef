using FeatureForge.Core.Errors;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>Errors of the recipe as a file; what is wrong inside it becomes a <see cref="RecipeException"/>.</summary>
internal static class RecipeErrors
{
    public static FeatureForgeException NotFound(string path) =>
        new(2, $"Recipe '{path}' does not exist. Name an existing YAML file; docs/recipe.md shows one to start from.");

    public static FeatureForgeException NotReadable(string path, Exception cause) =>
        new(2, $"Recipe '{path}' cannot be read: {cause.Message} Check the path and its permissions.", cause);

    public static FeatureForgeException TooLarge(string path, long limit) =>
        new(2, $"Recipe '{path}' is larger than {limit} bytes, the most a recipe may have. Is it really a recipe?");

    public static RecipeException Several(string file, IReadOnlyList<RecipeProblem> problems) => new(file, problems);

    public static RecipeException Single(string file, RecipeProblem problem) => new(file, [problem]);
}
