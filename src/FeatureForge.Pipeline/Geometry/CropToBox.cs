using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>The box that the sample shows, with a margin, grown to whole pixels and clipped to the picture.</summary>
internal sealed class CropToBox(CropToBoxOptions options) : WindowStep
{
    private readonly double _margin = options.Margin;

    /// <inheritdoc/>
    public override void Apply(GeometryView view, ref SampleRandom random, ObjectList objects, AugmentationLog log)
    {
        int index = view.BoxNumber < 0 ? -1 : objects.Numbers.IndexOf(view.BoxNumber);
        if (index < 0)
            throw GeometryErrors.NoBoxToCropTo();
        BoxPixels box = objects.Boxes[index];
        if (!box.HasArea)
            throw GeometryErrors.BoxOutside(box, view.Picture);
        double marginX = _margin * ((double)box.X1 - box.X0);
        double marginY = _margin * ((double)box.Y1 - box.Y0);
        var grown = new SourceWindow(
            Math.Floor(box.X0 - marginX), Math.Floor(box.Y0 - marginY), Math.Ceiling(box.X1 + marginX), Math.Ceiling(box.Y1 + marginY));
        view.KeepOnly(index, objects);
        view.CropTo(grown.Intersect(SourceWindow.Of(view.Picture)), objects);
    }
}
