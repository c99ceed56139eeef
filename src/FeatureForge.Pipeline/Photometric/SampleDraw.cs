namespace FeatureForge.Pipeline.Photometric;

/// <summary>What the draws of all steps on one sample depend on.</summary>
/// <param name="Seed">Seed of the recipe.</param>
/// <param name="KeyHash">Key hash of the sample.</param>
/// <param name="Epoch">Epoch, 0 to 65,535.</param>
public readonly record struct SampleDraw(ulong Seed, ulong KeyHash, int Epoch);
