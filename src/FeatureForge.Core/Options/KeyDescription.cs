namespace FeatureForge.Core.Options;

/// <summary>
/// One key of a recipe: its form, range, default and meaning, said once. The validator, the JSON schema for editors and
/// <c>docs/recipe.md</c> are all made from it.
/// </summary>
public sealed record KeyDescription
{
    /// <summary>Name as in the recipe, camelCase.</summary>
    public required string Name { get; init; }

    /// <summary>Form of the value.</summary>
    public required ValueKind Kind { get; init; }

    /// <summary>One sentence for the documentation.</summary>
    public required string Summary { get; init; }

    /// <summary>Default, of the type that <see cref="Kind"/> becomes; null when the key is absent by default.</summary>
    public object? Default { get; init; }

    /// <summary>True when the key must be given.</summary>
    public bool Required { get; init; }

    /// <summary>Smallest value allowed, for numbers, whole numbers and the elements of ranges and lists.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>Largest value allowed.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Unit for the documentation, for example <c>px</c>, <c>degrees</c>, <c>levels of 255</c>; empty for none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Words allowed where <see cref="Kind"/> is <see cref="ValueKind.Choice"/> (or besides a colour or a list of parts).</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Most elements of a list; no bound by default.</summary>
    public int MostItems { get; init; } = int.MaxValue;

    /// <summary>The mappings in the list of a <see cref="ValueKind.WordOrParts"/> key; null for other keys.</summary>
    public StepDescription? Part { get; init; }

    /// <summary>The probability key of a random step.</summary>
    /// <param name="defaultProbability">Probability when the key is not given.</param>
    public static KeyDescription Probability(double defaultProbability) => new()
    {
        Name = "p",
        Kind = ValueKind.Number,
        Summary = "Probability that the step is carried out on a sample.",
        Default = defaultProbability,
        Minimum = 0,
        Maximum = 1,
    };
}
