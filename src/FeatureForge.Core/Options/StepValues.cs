using FeatureForge.Core.Shapes;

namespace FeatureForge.Core.Options;

/// <summary>The values of a step after validation: those given, and defaults for the rest.</summary>
public sealed class StepValues
{
    private readonly Dictionary<string, object?> _values;
    private readonly HashSet<string> _given;

    /// <summary>Fills in the defaults.</summary>
    /// <param name="keys">Keys of the step.</param>
    /// <param name="given">Values given, in the types that <see cref="ValueKind"/> names.</param>
    public StepValues(IEnumerable<KeyDescription> keys, IReadOnlyDictionary<string, object?> given)
    {
        _given = [.. given.Keys];
        _values = keys.ToDictionary(key => key.Name, key => given.TryGetValue(key.Name, out object? value) ? value : key.Default);
    }

    /// <summary>True when the key was written in the recipe.</summary>
    /// <param name="key">Key.</param>
    public bool IsGiven(string key) => _given.Contains(key);

    /// <summary>Value of a <see cref="ValueKind.Number"/> key.</summary>
    /// <param name="key">Key.</param>
    public double Number(string key) => Convert.ToDouble(_values[key], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Value of an <see cref="ValueKind.Integer"/> or <see cref="ValueKind.ByteCount"/> key.</summary>
    /// <param name="key">Key.</param>
    public long Integer(string key) => Convert.ToInt64(_values[key], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Value of a <see cref="ValueKind.Range"/> key.</summary>
    /// <param name="key">Key.</param>
    public NumberRange Range(string key) => (NumberRange)_values[key]!;

    /// <summary>Value of a <see cref="ValueKind.NumberList"/> key.</summary>
    /// <param name="key">Key.</param>
    public IReadOnlyList<double> NumberList(string key) => (double[])_values[key]!;

    /// <summary>Value of a <see cref="ValueKind.Boolean"/> key.</summary>
    /// <param name="key">Key.</param>
    public bool Boolean(string key) => (bool)_values[key]!;

    /// <summary>Value of a <see cref="ValueKind.Text"/> or <see cref="ValueKind.Choice"/> key, null when absent.</summary>
    /// <param name="key">Key.</param>
    public string? Text(string key) => (string?)_values[key];

    /// <summary>Options of the mappings of a <see cref="ValueKind.WordOrParts"/> key in their order; null when it is a word.</summary>
    /// <typeparam name="TOptions">What the part's description makes.</typeparam>
    /// <param name="key">Key.</param>
    public IReadOnlyList<TOptions>? Parts<TOptions>(string key)
        where TOptions : class => _values[key] is DescribedPart[] parts ? [.. parts.Select(part => (TOptions)part.Options)] : null;

    /// <summary>Value of a <see cref="ValueKind.TextList"/> key.</summary>
    /// <param name="key">Key.</param>
    public IReadOnlyList<string> TextList(string key) => (string[]?)_values[key] ?? [];

    /// <summary>Value of a <see cref="ValueKind.Color"/> key, null when absent or given as a word.</summary>
    /// <param name="key">Key.</param>
    public RgbColor? Color(string key) => (RgbColor?)_values[key];

    /// <summary>Value of a <see cref="ValueKind.Size"/> key.</summary>
    /// <param name="key">Key.</param>
    public ImageShape Size(string key) => (ImageShape)_values[key]!;

    /// <summary>Value of a <see cref="ValueKind.Box"/> key, null when absent.</summary>
    /// <param name="key">Key.</param>
    public BoxPixels? Box(string key) => (BoxPixels?)_values[key];

    /// <summary>Value of a <see cref="ValueKind.NamedNumbers"/> key, empty when absent.</summary>
    /// <param name="key">Key.</param>
    public IReadOnlyList<KeyValuePair<string, double>> NamedNumbers(string key) => (KeyValuePair<string, double>[]?)_values[key] ?? [];
}
