using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Sources;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>Every section and step that a recipe may have, as the rooms describe them. Reader, JSON schema and documentation know nothing else.</summary>
public sealed partial record RecipeVocabulary
{
    /// <summary>Keys of <c>decode</c>.</summary>
    public required StepDescription Decode { get; init; }

    /// <summary>Steps of <c>geometry.steps</c>, in the order of the documentation.</summary>
    public required IReadOnlyList<StepDescription> GeometrySteps { get; init; }

    /// <summary>Checks the rules between geometry steps: given the output size and the options of each step, the first rule broken or null.</summary>
    public Func<ImageShape, IReadOnlyList<object>, StepListProblem?> CheckGeometry { get; init; } = (_, _) => null;

    /// <summary>Steps of <c>photometric</c>, in the order of the documentation.</summary>
    public required IReadOnlyList<StepDescription> PhotometricSteps { get; init; }

    /// <summary>Keys of <c>targets</c>.</summary>
    public required StepDescription Targets { get; init; }

    /// <summary>Sections in the order of the data's way, without the step lists.</summary>
    internal IReadOnlyList<StepDescription> Sections => [SourceOptions.Section, Decode, RecipeKeys.Geometry, Targets, OutputOptions.Section];

    /// <summary>Where a word is at home, for messages about a word in the wrong place; null when it is unknown or at home in several places.</summary>
    /// <param name="word">Key or step name.</param>
    internal string? HomeOf(string word)
    {
        if (GeometrySteps.Any(step => step.Name == word))
            return "'geometry.steps'";
        if (PhotometricSteps.Any(step => step.Name == word))
            return "'photometric'";
        if (RecipeKeys.TopLevel.Keys.Any(key => key.Name == word))
            return "the top of the recipe";
        StepDescription[] homes = [.. Sections.Where(section => section.Keys.Any(key => key.Name == word))];
        return homes.Length == 1 ? $"'{homes[0].Name}'" : null;
    }
}
