using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Sources;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>A validated recipe: everything that decides the bytes of a data set, besides the images and annotations themselves.</summary>
public sealed record Recipe
{
    /// <summary>Largest seed: 2^53 - 1, the largest whole number that every JSON reader keeps.</summary>
    public const long LargestSeed = (1L << 53) - 1;

    /// <summary>Version of the recipe language; 1.</summary>
    public required int Version { get; init; }

    /// <summary>Seed of every random draw, 0 to <see cref="LargestSeed"/>.</summary>
    public required long Seed { get; init; }

    /// <summary>Augmented copies of each sample of the augmented splits, at least 1.</summary>
    public required int Epochs { get; init; }

    /// <summary>Splits that random steps apply to; may be empty.</summary>
    public required IReadOnlyList<string> AugmentSplits { get; init; }

    /// <summary>What a run does with a sample that cannot become a record.</summary>
    public required BadSamplePolicy OnBadSample { get; init; }

    /// <summary>Share of the listing that may be quarantined, 0 to 1.</summary>
    public required double BadSampleBudget { get; init; }

    /// <summary>Section <c>source</c> with its values.</summary>
    public required RecipePart SourcePart { get; init; }

    /// <summary>Section <c>source</c>.</summary>
    public SourceOptions Source => SourcePart.As<SourceOptions>();

    /// <summary>Section <c>decode</c>; <see cref="RecipePart.Options"/> is what the Decode room makes of it.</summary>
    public required RecipePart Decode { get; init; }

    /// <summary>Size of every picture written.</summary>
    public required ImageShape OutputSize { get; init; }

    /// <summary>Steps of <c>geometry</c> in order.</summary>
    public required IReadOnlyList<RecipePart> GeometrySteps { get; init; }

    /// <summary>Steps of <c>photometric</c> in order.</summary>
    public required IReadOnlyList<RecipePart> PhotometricSteps { get; init; }

    /// <summary>Section <c>targets</c>, or null when no anchors are to be matched.</summary>
    public RecipePart? Targets { get; init; }

    /// <summary>Section <c>output</c> with its values.</summary>
    public required RecipePart OutputPart { get; init; }

    /// <summary>Section <c>output</c>.</summary>
    public OutputOptions Output => OutputPart.As<OutputOptions>();

    /// <summary>Absolute folder of the recipe file: paths in the recipe are relative to it.</summary>
    public required string Folder { get; init; }

    /// <summary>SHA-256 of <see cref="CanonicalJson"/>, 64 lowercase hexadecimal digits.</summary>
    public string Fingerprint => RecipeCanonicalForm.Fingerprint(this);

    /// <summary>
    /// The recipe as compact JSON with every default filled in and keys in ordinal order. It holds what decides the bytes of a
    /// data set and nothing else: no paths (the source has a fingerprint of its own), no policy for bad samples, nothing of
    /// workers or backend. Two recipes with equal canonical forms give equal data sets from equal sources.
    /// </summary>
    public string CanonicalJson() => RecipeCanonicalForm.Write(this);

    /// <summary>
    /// The serving part as compact JSON with every default filled in: what happens to a photo before an exported model sees it. Members:
    /// <c>decode</c> (fidelity, DCT scale, alpha, orientation), <c>steps</c> (the geometry steps that are not random), <c>resize</c> (kernel),
    /// <c>output</c> ([width, height] in pixels) and <c>pixels</c> (colour order, layout, type, range).
    /// </summary>
    public string ServingJson() => RecipeServingForm.Write(this);

    /// <summary>True when <c>geometry.steps</c> has a step of this name.</summary>
    /// <param name="name">Name of the step, for example <c>cropToBox</c>.</param>
    public bool HasGeometryStep(string name) => GeometrySteps.Any(step => step.Name == name);
}
