namespace FeatureForge.Pipeline.Sources;

/// <summary>Numbers words as they appear; a word seen before is found without making a string.</summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _names = [];

    public NameTable(IEnumerable<string> names)
    {
        _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string name in names)
            Intern(name);
    }

    /// <summary>Words by number.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Number of a word, or -1 when it is unknown.</summary>
    public int Find(ReadOnlySpan<char> name) => _lookup.TryGetValue(name, out int number) ? number : -1;

    /// <summary>Number of a word; a new word gets the next number.</summary>
    public int Intern(ReadOnlySpan<char> name)
    {
        int number = Find(name);
        if (number >= 0)
            return number;
        string kept = name.ToString();
        _numbers.Add(kept, _names.Count);
        _names.Add(kept);
        return _names.Count - 1;
    }
}
