namespace FeatureForge.Pipeline.Geometry;

/// <summary>A rule between geometry steps that a recipe breaks.</summary>
/// <param name="StepIndex">Position of the step to point at, from 0; -1 for <c>geometry.output</c>.</param>
/// <param name="Key">Name of the step or key to point at.</param>
/// <param name="Rule">The rule, as a sentence with what was seen.</param>
public sealed record GeometryFinding(int StepIndex, string Key, string Rule);
