using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Sources;

namespace FeatureForge.Cli.Commands;

/// <summary>A recipe that was read, and its input as listed.</summary>
/// <param name="Recipe">Recipe.</param>
/// <param name="Source">Samples, fingerprint and findings.</param>
internal sealed record LoadedRecipe(Recipe Recipe, SourceListing Source);
