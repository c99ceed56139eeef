using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>The output resize on a picture that is already in memory, for contact sheets, previews and benchmarks.</summary>
public static class Resize
{
    /// <summary>Resizes a window of a picture; bytes equal Pillow's <c>Image.resize(size, BILINEAR, box=window)</c>.</summary>
    /// <param name="source">Picture to read.</param>
    /// <param name="window">Part of it, in pixels, inside the picture; fractions allowed.</param>
    /// <param name="destination">Picture to write, other memory than <paramref name="source"/>.</param>
    /// <param name="plan">Weights and scratch memory to reuse.</param>
    /// <exception cref="ArgumentException">The window has no area or reaches outside the picture.</exception>
    public static void Run(ReadOnlyImageView source, BoxPixels window, ImageView destination, ResizePlan plan)
    {
        plan.Plan(source.Shape, window, destination.Shape);
        plan.Accept(new RowBand(0, source.Shape.Height, source.Pixels, source.Shape.RowBytes));
        plan.Finish(destination);
    }
}
