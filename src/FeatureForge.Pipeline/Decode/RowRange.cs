namespace FeatureForge.Pipeline.Decode;

/// <summary>
/// The part of the upright picture that a later stage needs. A decoder may stop after the last row and may skip those before the
/// first; pixels of other columns may stay undefined.
/// </summary>
/// <param name="First">First row needed.</param>
/// <param name="End">Row after the last one needed.</param>
public readonly record struct RowRange(int First, int End)
{
    /// <summary>First column needed; 0 unless given.</summary>
    public int FirstColumn { get; init; }

    /// <summary>Column after the last one needed; all unless given.</summary>
    public int EndColumn { get; init; } = int.MaxValue;
}
