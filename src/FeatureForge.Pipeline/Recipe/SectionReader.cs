using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>Reads a mapping against a description: unknown, repeated and missing keys, the values, then the rules between keys.</summary>
internal sealed class SectionReader
{
    private readonly RecipeProblems _problems;
    private readonly RecipeVocabulary _vocabulary;
    private readonly ValueReader _values;

    /// <summary>Takes what all sections share.</summary>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="vocabulary">Where words are at home, for messages.</param>
    public SectionReader(RecipeProblems problems, RecipeVocabulary vocabulary)
    {
        (_problems, _vocabulary) = (problems, vocabulary);
        _values = new ValueReader(problems, (node, description, path) => Read(node, description, path, []));
    }

    /// <summary>Reads a section or the keys of a step.</summary>
    /// <param name="node">The mapping; a key with nothing behind it stands for one without keys.</param>
    /// <param name="description">What may be in it.</param>
    /// <param name="path">Way to the mapping; empty at the top of the file.</param>
    /// <param name="others">Keys that are valid here but read by the caller.</param>
    /// <returns>Null when a problem was added.</returns>
    public RecipePart? Read(RecipeNode node, StepDescription description, string path, IReadOnlyList<string> others)
    {
        int before = _problems.Count;
        if (node.Kind != RecipeNodeKind.Mapping && !node.IsEmpty)
        {
            _problems.Add(node, path, $"must be keys with values: {{{ExampleKey(description)}}}");
            return null;
        }

        Dictionary<string, RecipeEntry> entries = Entries(node, description, path, others);
        var given = new Dictionary<string, object?>();
        foreach (KeyDescription key in description.Keys)
        {
            if (entries.TryGetValue(key.Name, out RecipeEntry entry))
            {
                if (_values.TryRead(entry.Value, key, Join(path, key.Name), out object? value))
                    given[key.Name] = value;
            }
            else if (key.Required)
            {
                _problems.AddMissing(node, Join(path, key.Name), $"must be given: {KeyText.Form(key)}");
            }
        }

        object? options = _problems.Count == before ? Create(node, description, path, given, entries) : null;
        return options is null ? null : new RecipePart
        {
            Name = description.Name,
            Description = description,
            Values = description.Keys.ToDictionary(key => key.Name, key => given.TryGetValue(key.Name, out object? value) ? value : key.Default),
            Options = options,
        };
    }

    private Dictionary<string, RecipeEntry> Entries(RecipeNode node, StepDescription description, string path, IReadOnlyList<string> others)
    {
        var entries = new Dictionary<string, RecipeEntry>(StringComparer.Ordinal);
        string[] valid = [.. description.Keys.Select(key => key.Name), .. others];
        foreach (RecipeEntry entry in node.Entries)
        {
            if (_problems.IsFull)
                break;
            string keyPath = Join(path, entry.Key.Shown());
            if (!valid.Contains(entry.Key.Text, StringComparer.Ordinal))
                _problems.AddUnknownKey(entry.Key, keyPath, UnknownKey(description, path, entry.Key.Text, valid), valid);
            else if (!entries.TryAdd(entry.Key.Text, entry))
                _problems.Add(entry.Key, keyPath, $"is given twice (first in line {entries[entry.Key.Text].Key.Line}); keep one");
        }

        return entries;
    }

    private string UnknownKey(StepDescription description, string path, string key, string[] valid)
    {
        string keys = valid.Length == 0 ? "which has no keys" : $"whose keys are {string.Join(", ", valid)}";
        string home = _vocabulary.HomeOf(key) is string place ? $"; it belongs to {place}" : "";
        return $"is not a key of {(path.Length == 0 ? "the recipe" : $"'{description.Name}'")}, {keys}{home}";
    }

    private object? Create(RecipeNode node, StepDescription description, string path, Dictionary<string, object?> given, Dictionary<string, RecipeEntry> entries)
    {
        try
        {
            return description.Create(new StepValues(description.Keys, given));
        }
        catch (StepRuleException broken)
        {
            RecipeNode at = entries.TryGetValue(broken.Key, out RecipeEntry entry) ? entry.Value : node;
            _problems.Add(at, broken.Key.Length == 0 ? path : Join(path, broken.Key), $"breaks a rule: {broken.Message.TrimEnd('.')}");
            return null;
        }
    }

    private static string ExampleKey(StepDescription description) =>
        description.Keys.Count == 0 ? "" : $"{description.Keys[0].Name}: ...";

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
