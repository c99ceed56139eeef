using FeatureForge.Core.Options;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// The zoom out of SSD: the view is put at a random place of a larger, filled canvas, so that objects become small.
/// Whole pixels. Draws in order: ratio, x, y.
/// </summary>
internal sealed class Expand(ExpandOptions options) : WindowStep
{
    private readonly NumberRange _ratio = options.Ratio;
    private readonly RgbColor _fill = options.Fill;

    /// <inheritdoc/>
    public override void Apply(GeometryView view, ref SampleRandom random, ObjectList objects, AugmentationLog log)
    {
        double ratio = random.NextIn(_ratio);
        double shareX = random.NextUnit();
        double shareY = random.NextUnit();
        SourceWindow window = view.Window;
        double extraX = Math.Floor(window.Width * (ratio - 1));
        double extraY = Math.Floor(window.Height * (ratio - 1));
        double x = window.X0 - Math.Floor(shareX * (extraX + 1));
        double y = window.Y0 - Math.Floor(shareY * (extraY + 1));
        view.Window = new SourceWindow(x, y, x + window.Width + extraX, y + window.Height + extraY);
        view.WindowFill = _fill;
        log.Begin("expand"u8);
        log.Number("ratio"u8, ratio);
        WindowPlacement.Write(view.Window, log);
        log.End();
    }
}
