namespace FeatureForge.Pipeline.Targets;

/// <summary>A rectangle of cells of one level: one run of consecutive anchors per row.</summary>
/// <param name="FirstRow">First row of cells.</param>
/// <param name="LastRow">Last row, inclusive.</param>
/// <param name="FirstAnchor">Number of the window's first anchor in row 0 of the level.</param>
/// <param name="RowStride">Anchors from one row of the level to the next.</param>
/// <param name="RunLength">Anchors of the window in each row.</param>
internal readonly record struct AnchorWindow(int FirstRow, int LastRow, int FirstAnchor, int RowStride, int RunLength);
