using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>A rectangle of whole pixels within the output picture.</summary>
/// <param name="X">Left column.</param>
/// <param name="Y">Top row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
internal readonly record struct PixelRectangle(int X, int Y, int Width, int Height)
{
    public int EndX => X + Width;

    public int EndY => Y + Height;

    public ImageShape Shape => new(Width, Height);

    public static PixelRectangle Of(ImageShape shape) => new(0, 0, shape.Width, shape.Height);
}
