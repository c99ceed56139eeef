using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>A rectangle in pixel edges of the upright picture, float64; it may reach outside the picture.</summary>
/// <param name="X0">Left edge.</param>
/// <param name="Y0">Top edge.</param>
/// <param name="X1">Right edge, exclusive.</param>
/// <param name="Y1">Bottom edge, exclusive.</param>
internal readonly record struct SourceWindow(double X0, double Y0, double X1, double Y1)
{
    public double Width => X1 - X0;

    public double Height => Y1 - Y0;

    public static SourceWindow Of(ImageShape shape) => new(0, 0, shape.Width, shape.Height);

    public static SourceWindow Of(BoxPixels box) => new(box.X0, box.Y0, box.X1, box.Y1);

    /// <summary>The whole pixels inside; without area where there are none.</summary>
    public SourceWindow WholePixels => new(Math.Ceiling(X0), Math.Ceiling(Y0), Math.Floor(X1), Math.Floor(Y1));

    /// <summary>The common part; without area (an edge at or before the opposite one) where there is none.</summary>
    public SourceWindow Intersect(SourceWindow other) => new(
        Math.Max(X0, other.X0), Math.Max(Y0, other.Y0), Math.Min(X1, other.X1), Math.Min(Y1, other.Y1));

    public bool HasArea => X1 > X0 && Y1 > Y0;

    /// <summary>True when the centre of the box lies in the window; the right and bottom edges do not belong to it.</summary>
    public bool HoldsCenterOf(BoxPixels box)
    {
        double x = ((double)box.X0 + box.X1) * 0.5;
        double y = ((double)box.Y0 + box.Y1) * 0.5;
        return x >= X0 && x < X1 && y >= Y0 && y < Y1;
    }

    /// <summary>Intersection over union with a box, in float64, inter / (areaA + areaB - inter); 0 where they do not overlap.</summary>
    public double IoU(BoxPixels box)
    {
        SourceWindow other = Of(box);
        SourceWindow common = Intersect(other);
        if (!common.HasArea)
            return 0;
        double inter = common.Width * common.Height;
        return inter / ((Width * Height) + (other.Width * other.Height) - inter);
    }

    public BoxPixels ToBox() => new((float)X0, (float)Y0, (float)X1, (float)Y1);
}
