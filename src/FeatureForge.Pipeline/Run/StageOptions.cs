using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Sources;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Pipeline.Run;

/// <summary>What a worker must know of a recipe: the options of every stage in the words of its room, and the seed.</summary>
public sealed record StageOptions
{
    /// <summary>Seed of every random draw.</summary>
    public required ulong Seed { get; init; }

    /// <summary>True when boxes refer to the picture as stored, not as shown.</summary>
    public bool BoxesAreStored { get; init; }

    /// <summary>Splits that random steps act on.</summary>
    public IReadOnlyList<string> AugmentSplits { get; init; } = ["train"];

    /// <summary>Stage 2.</summary>
    public required DecodeOptions Decode { get; init; }

    /// <summary>Stage 3.</summary>
    public required GeometryOptions Geometry { get; init; }

    /// <summary>Stage 4, in the order of the recipe.</summary>
    public IReadOnlyList<PhotometricStepOptions> Photometric { get; init; } = [];

    /// <summary>Stage 5, or null when the recipe has no targets.</summary>
    public TargetOptions? Targets { get; init; }

    /// <summary>How a record stores its picture.</summary>
    public required OutputOptions Output { get; init; }

    /// <summary>Shape of every finished picture.</summary>
    public ImageShape OutputShape => Geometry.Output;

    /// <summary>Takes the options of every stage out of a recipe.</summary>
    /// <param name="recipe">Valid recipe.</param>
    public static StageOptions From(Recipe.Recipe recipe) => new()
    {
        Seed = (ulong)recipe.Seed,
        BoxesAreStored = recipe.Source.BoxSpace == BoxSpace.Stored,
        AugmentSplits = recipe.AugmentSplits,
        Decode = recipe.Decode.As<DecodeOptions>(),
        Geometry = new GeometryOptions { Output = recipe.OutputSize, Steps = [.. recipe.GeometrySteps.Select(step => step.As<GeometryStepOptions>())] },
        Photometric = [.. recipe.PhotometricSteps.Select(step => step.As<PhotometricStepOptions>())],
        Targets = recipe.Targets?.As<TargetOptions>(),
        Output = recipe.Output,
    };
}
