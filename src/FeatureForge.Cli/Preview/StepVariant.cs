namespace FeatureForge.Cli.Preview;

/// <summary>One form of a step.</summary>
/// <param name="Caption">What is special about it, for example <c>sigma 0.4</c>; empty for nothing.</param>
/// <param name="Options">Options record of the step's room.</param>
internal sealed record StepVariant(string Caption, object Options);
