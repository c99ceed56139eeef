namespace FeatureForge.Core.Randomness;

/// <summary>Four random 32-bit words of one Philox call.</summary>
/// <param name="Word0">Word 0.</param>
/// <param name="Word1">Word 1.</param>
/// <param name="Word2">Word 2.</param>
/// <param name="Word3">Word 3.</param>
public readonly record struct PhiloxWords(uint Word0, uint Word1, uint Word2, uint Word3);
