using FeatureForge.Core.Errors;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>A recipe breaks rules; exit code 2. All problems of the file are named, not only the first.</summary>
public sealed class RecipeException : FeatureForgeException
{
    private const int ShownProblems = 50;

    /// <summary>Makes the error.</summary>
    /// <param name="file">Recipe file as the user named it.</param>
    /// <param name="problems">At least one problem, in the order of the file.</param>
    public RecipeException(string file, IReadOnlyList<RecipeProblem> problems)
        : base(2, Describe(file, problems))
    {
        File = file;
        Problems = problems;
    }

    /// <summary>Recipe file as the user named it.</summary>
    public string File { get; }

    /// <summary>What is wrong, in the order of the file.</summary>
    public IReadOnlyList<RecipeProblem> Problems { get; }

    private static string Describe(string file, IReadOnlyList<RecipeProblem> problems)
    {
        var lines = problems.Take(ShownProblems).Select(problem => problem.Describe(file)).ToList();
        if (problems.Count > ShownProblems)
            lines.Add($"... and {problems.Count - ShownProblems} more problems. Correct these first.");
        return string.Join('\n', lines);
    }
}
