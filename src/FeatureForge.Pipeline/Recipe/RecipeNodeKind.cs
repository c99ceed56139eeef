namespace FeatureForge.Pipeline.Recipe;

/// <summary>Form of a node of a recipe file.</summary>
internal enum RecipeNodeKind
{
    /// <summary>One word, number or text.</summary>
    Scalar,

    /// <summary><c>[a, b]</c>, or lines that start with a dash.</summary>
    List,

    /// <summary><c>{key: value}</c>, or lines <c>key: value</c>.</summary>
    Mapping,
}
