namespace FeatureForge.Pipeline.Recipe;

/// <summary>A rule between the steps of a list that a recipe breaks, as a room reports it.</summary>
/// <param name="StepIndex">Step to point at, 0-based; -1 for the list's section.</param>
/// <param name="Key">Name of the step, or the key of the section where <paramref name="StepIndex"/> is -1.</param>
/// <param name="Rule">The rule, as a sentence with what was seen.</param>
public sealed record StepListProblem(int StepIndex, string Key, string Rule);
