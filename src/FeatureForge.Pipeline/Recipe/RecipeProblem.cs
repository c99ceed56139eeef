namespace FeatureForge.Pipeline.Recipe;

/// <summary>One thing that is wrong in a recipe, and where.</summary>
/// <param name="Line">Line of the file, 1-based.</param>
/// <param name="Column">Column of the line, 1-based.</param>
/// <param name="Path">Key with the way to it, for example <c>geometry.steps[1].rotate.degrees</c>.</param>
/// <param name="Value">Value seen, shortened, on one line; <c>(missing)</c> where a key must be given.</param>
/// <param name="Rule">What the value breaks, worded so that it continues the value: <c>must be between 0 and 1</c>.</param>
public sealed record RecipeProblem(int Line, int Column, string Path, string Value, string Rule)
{
    /// <summary>The valid key (or word, where <see cref="ConcernsWord"/>) that is spelled most alike, or null.</summary>
    public string? Nearest { get; init; }

    /// <summary>True when the value, not the key, is a word that is not allowed; <see cref="Nearest"/> is then a word too.</summary>
    public bool ConcernsWord { get; init; }

    /// <summary>The problem as one line: <c>recipe.yaml:3:9: key 'p': 2 must be between 0 and 1.</c></summary>
    /// <param name="file">Name of the recipe file.</param>
    public string Describe(string file)
    {
        string nearest = Nearest is null ? "" : $" Nearest valid {(ConcernsWord ? "value" : "key")}: '{Nearest}'.";
        string place = Path.Length == 0 ? "" : $" key '{Path}':";
        return $"{file}:{Line}:{Column}:{place} {Value} {Rule}.{nearest}";
    }
}
