using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>The same part of every picture: step <c>crop</c> with a box. Fractions of pixels are kept.</summary>
internal sealed class FixedCrop(BoxPixels box) : WindowStep
{
    /// <inheritdoc/>
    public override void Apply(GeometryView view, ref SampleRandom random, ObjectList objects, AugmentationLog log)
    {
        if (box.X0 < 0 || box.Y0 < 0 || box.X1 > view.Picture.Width || box.Y1 > view.Picture.Height)
            throw GeometryErrors.CropOutside(box, view.Picture);
        view.CropTo(SourceWindow.Of(box), objects);
    }
}
