namespace FeatureForge.Core.Options;

/// <summary>One step of a recipe (or one of its sections): its name, keys and meaning, said once for validator, schema and documentation.</summary>
public sealed record StepDescription
{
    /// <summary>Name as in the recipe, camelCase; also the name in kernels, tests and benchmarks.</summary>
    public required string Name { get; init; }

    /// <summary>What the step does, in one or two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>Keys in the order of the documentation.</summary>
    public required IReadOnlyList<KeyDescription> Keys { get; init; }

    /// <summary>Makes the options record from values that have the right form and range. May throw <see cref="StepRuleException"/> for rules between keys.</summary>
    public required Func<StepValues, object> Create { get; init; }

    /// <summary>Whether the step acts before or after the output resize.</summary>
    public StepPlacement Placement { get; init; }

    /// <summary>Interpolation used, for the documentation; empty when pixels are not resampled.</summary>
    public string Interpolation { get; init; } = "";

    /// <summary>What fills pixels that have no source, for the documentation; empty when there are none.</summary>
    public string Fill { get; init; } = "";

    /// <summary>True when the step draws random numbers and so acts on augmented splits only.</summary>
    public bool Random { get; init; } = true;
}
