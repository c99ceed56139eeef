namespace FeatureForge.Cli.Inspect;

/// <summary>One augmentation as it was carried out.</summary>
internal sealed class StepStatistics
{
    private readonly SortedDictionary<string, Spread> _parameters = new(StringComparer.Ordinal);

    /// <summary>Records that it was carried out on.</summary>
    public long Records { get; set; }

    /// <summary>Drawn numbers by name.</summary>
    public IReadOnlyDictionary<string, Spread> Parameters => _parameters;

    /// <summary>Takes in a drawn number.</summary>
    public void Add(string parameter, double value)
    {
        if (!_parameters.TryGetValue(parameter, out Spread? spread))
            _parameters[parameter] = spread = new Spread();
        spread.Add(value);
    }
}
