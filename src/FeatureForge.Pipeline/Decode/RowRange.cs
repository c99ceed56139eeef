namespace FeatureForge.Pipeline.Decode;

/// <summary>Rows of the upright picture that a later stage needs; a decoder may stop after the last one and may skip those before the first.</summary>
/// <param name="First">First row needed.</param>
/// <param name="End">Row after the last one needed.</param>
public readonly record struct RowRange(int First, int End);
