namespace FeatureForge.Core.Options;

/// <summary>Two ends of a range that a random step draws from; equal ends fix the value.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end, not below <paramref name="Low"/>.</param>
public readonly record struct NumberRange(double Low, double High);
