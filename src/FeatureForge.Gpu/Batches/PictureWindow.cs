namespace FeatureForge.Gpu.Batches;

/// <summary>A part of a picture in whole pixels.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct PictureWindow(int X, int Y, int Width, int Height);
