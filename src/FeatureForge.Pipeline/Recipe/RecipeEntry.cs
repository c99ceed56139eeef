namespace FeatureForge.Pipeline.Recipe;

/// <summary>One <c>key: value</c> of a mapping.</summary>
/// <param name="Key">The key, a scalar.</param>
/// <param name="Value">The value.</param>
internal readonly record struct RecipeEntry(RecipeNode Key, RecipeNode Value);
