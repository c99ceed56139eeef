namespace FeatureForge.Pipeline.Recipe;

/// <summary>Collects the problems of one recipe. Bounded, so that a file of nonsense cannot fill the memory.</summary>
internal sealed class RecipeProblems
{
    private const int Limit = 1000;
    private readonly List<RecipeProblem> _problems = [];

    public int Count => _problems.Count;

    /// <summary>True when more problems would not be kept, so looking for them is idle.</summary>
    public bool IsFull => _problems.Count >= Limit;

    public void Add(RecipeNode node, string path, string rule) => Add(Make(node, path, node.Shown(), rule));

    public void AddUnknownKey(RecipeNode key, string path, string rule, IEnumerable<string> valid) =>
        Add(Make(key, path, key.Shown(), rule) with { Nearest = NearestWord.Find(key.Text, valid) });

    public void AddUnknownWord(RecipeNode value, string path, IReadOnlyList<string> valid) => Add(
        Make(value, path, value.Shown(), $"must be one of {string.Join(", ", valid)}") with { Nearest = NearestWord.Find(value.Text, valid), ConcernsWord = true });

    public void AddMissing(RecipeNode around, string path, string rule) => Add(Make(around, path, "(missing)", rule));

    public void Add(RecipeProblem problem)
    {
        if (!IsFull)
            _problems.Add(problem);
    }

    public IReadOnlyList<RecipeProblem> InOrder() => [.. _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    private static RecipeProblem Make(RecipeNode node, string path, string value, string rule) => new(node.Line, node.Column, path, value, rule);
}
