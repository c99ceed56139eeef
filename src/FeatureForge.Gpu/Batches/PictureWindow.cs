using FeatureForge.Core.Shapes;

namespace FeatureForge.Gpu.Batches;

/// <summary>A part of a picture in whole pixels.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct PictureWindow(int X, int Y, int Width, int Height)
{
    /// <summary>True when all of it, at least one pixel, lies in a picture.</summary>
    /// <param name="shape">Shape of the picture.</param>
    public bool LiesIn(ImageShape shape) =>
        X >= 0 && Y >= 0 && Width >= 1 && Height >= 1 && X <= shape.Width - Width && Y <= shape.Height - Height;
}
