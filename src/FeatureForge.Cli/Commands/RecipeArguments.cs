using System.CommandLine;
using FeatureForge.Core.Samples;
using FeatureForge.Native;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Sources;

namespace FeatureForge.Cli.Commands;

/// <summary>The arguments that name a recipe and its input, and the one way they are turned into a listing.</summary>
internal static class RecipeArguments
{
    private const int FindingsShown = 10;

    /// <summary>The recipe file.</summary>
    public static readonly Argument<string> Recipe = new("recipe.yaml") { Description = "Recipe; docs/recipe.md describes every key." };

    /// <summary>Overrides the folder of the images.</summary>
    public static readonly Option<string?> Input = new("--input") { Description = "Folder that holds the recipe's images and annotations, or the folder of the images itself.", HelpName = "DIR" };

    /// <summary>Overrides the annotation file.</summary>
    public static readonly Option<string?> Annotations = new("--annotations") { Description = "Annotation file; overrides source.annotations.", HelpName = "FILE" };

    /// <summary>Overrides the seed.</summary>
    public static readonly Option<long?> Seed = new("--seed") { Description = "Seed; overrides the recipe's.", HelpName = "N" };

    /// <summary>Reads the recipe and lists its samples, showing notices and findings on the way.</summary>
    /// <param name="arguments">Parsed command line.</param>
    /// <param name="note">Takes each notice.</param>
    /// <param name="cancellation">Stops the listing.</param>
    public static LoadedRecipe Load(ParseResult arguments, Action<string> note, CancellationToken cancellation = default) =>
        Load(arguments, arguments.GetRequiredValue(Recipe), note, cancellation);

    /// <summary>The same for a recipe that another argument names.</summary>
    /// <param name="arguments">Parsed command line.</param>
    /// <param name="path">Recipe.</param>
    /// <param name="note">Takes each notice.</param>
    /// <param name="cancellation">Stops the listing.</param>
    public static LoadedRecipe Load(ParseResult arguments, string path, Action<string> note, CancellationToken cancellation)
    {
        NativeLibraries.RequireCodecs();
        Recipe recipe = RecipeReader.Read(path, RecipeVocabulary.Product);
        if (arguments.GetValue(Seed) is { } seed)
            recipe = WithSeed(recipe, seed);
        return List(recipe, (arguments.GetValue(Input), arguments.GetValue(Annotations)), note, cancellation);
    }

    /// <summary>The same where another parser reads the command line.</summary>
    /// <param name="path">Recipe.</param>
    /// <param name="input">Value of <see cref="Input"/>, or null.</param>
    /// <param name="annotations">Value of <see cref="Annotations"/>, or null.</param>
    /// <param name="note">Takes each notice.</param>
    /// <param name="cancellation">Stops the listing.</param>
    public static LoadedRecipe Load(string path, string? input, string? annotations, Action<string> note, CancellationToken cancellation)
    {
        NativeLibraries.RequireCodecs();
        return List(RecipeReader.Read(path, RecipeVocabulary.Product), (input, annotations), note, cancellation);
    }

    /// <summary>Reads a recipe and lists its samples for a measurement; findings are the business of a run.</summary>
    /// <param name="arguments">Parsed command line.</param>
    /// <param name="path">Recipe.</param>
    public static (Recipe Recipe, SampleListing Listing) LoadQuietly(ParseResult arguments, string path)
    {
        Recipe recipe = RecipeReader.Read(path, RecipeVocabulary.Product);
        SourceFolders folders = SourceFolders.Resolve(recipe.Folder, recipe.Source, arguments.GetValue(Input), arguments.GetValue(Annotations));
        return (recipe, SourceLister.List(recipe.Source, folders, recipe.HasGeometryStep("cropToBox")).Samples);
    }

    private static LoadedRecipe List(Recipe recipe, (string? Input, string? Annotations) places, Action<string> note, CancellationToken cancellation)
    {
        SourceFolders folders = SourceFolders.Resolve(recipe.Folder, recipe.Source, places.Input, places.Annotations);
        foreach (string notice in folders.Notices)
            note(notice);
        SourceListing source = SourceLister.List(recipe.Source, folders, recipe.HasGeometryStep("cropToBox"), cancellation);
        ShowFindings(source.Findings, note);
        return new LoadedRecipe(recipe, source);
    }

    private static Recipe WithSeed(Recipe recipe, long seed) => seed is >= 0 and <= FeatureForge.Pipeline.Recipe.Recipe.LargestSeed
        ? recipe with { Seed = seed }
        : throw CommandsErrors.SeedOutOfRange(seed, FeatureForge.Pipeline.Recipe.Recipe.LargestSeed);

    private static void ShowFindings(SourceFindings findings, Action<string> note)
    {
        foreach (SourceFinding finding in findings.Items.Take(FindingsShown))
            note($"finding: {finding}");
        if (findings.Total > FindingsShown)
            note($"... and {findings.Total - FindingsShown} more findings");
    }
}
