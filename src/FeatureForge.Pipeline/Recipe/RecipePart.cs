using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>A section or step of a recipe after validation: its values, defaults filled in, and the options made of them.</summary>
public sealed record RecipePart
{
    /// <summary>Name as in the recipe, camelCase.</summary>
    public required string Name { get; init; }

    /// <summary>Every key of the section or step with its value, of the type that its <see cref="ValueKind"/> becomes; null where a key is absent.</summary>
    public required IReadOnlyDictionary<string, object?> Values { get; init; }

    /// <summary>The options record that the room of the section or step understands.</summary>
    public required object Options { get; init; }

    /// <summary>The description that the values were checked against.</summary>
    public required StepDescription Description { get; init; }

    /// <summary>The options as the type that the room makes of them.</summary>
    /// <typeparam name="TOptions">Type that the description's <see cref="StepDescription.Create"/> gives, or one it derives from.</typeparam>
    /// <exception cref="InvalidCastException">The description makes another type.</exception>
    public TOptions As<TOptions>()
        where TOptions : class => (TOptions)Options;
}
