using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Pipeline.Recipe;

/// <content>The vocabulary of the product: the only place that names every room's descriptions.</content>
public sealed partial record RecipeVocabulary
{
    /// <summary>What recipes of this version of the engine may hold.</summary>
    public static RecipeVocabulary Product { get; } = new()
    {
        Decode = DecodeOptions.Section,
        GeometrySteps = Geometry.GeometrySteps.All,
        CheckGeometry = (output, steps) => GeometryOptions.Validate(new GeometryOptions { Output = output, Steps = [.. steps.Cast<GeometryStepOptions>()] }) is { } finding
            ? new StepListProblem(finding.StepIndex, finding.Key, finding.Rule)
            : null,
        PhotometricSteps = Photometric.PhotometricSteps.All,
        Targets = TargetOptions.Section,
    };
}
