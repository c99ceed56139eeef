namespace FeatureForge.Cli.Inspect;

/// <summary>Every key seen, with its type and the lengths of its lists.</summary>
internal sealed class SchemaStatistics
{
    private readonly SortedDictionary<string, KeyStatistics> _keys = new(StringComparer.Ordinal);

    /// <summary>Keys in ordinal order.</summary>
    public IReadOnlyDictionary<string, KeyStatistics> Keys => _keys;

    /// <summary>Takes in the keys of a record.</summary>
    public void Add(ExampleRecord record)
    {
        foreach (var (key, values) in record.Features)
        {
            if (!_keys.TryGetValue(key, out KeyStatistics? statistics))
                _keys[key] = statistics = new KeyStatistics(values.Type);
            statistics.Add(values);
        }
    }
}
