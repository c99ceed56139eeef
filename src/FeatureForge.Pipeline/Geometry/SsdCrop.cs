using FeatureForge.Core.Options;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// The patch sampling of SSD (Liu et al., "SSD: Single Shot MultiBox Detector", ECCV 2016, section 2.2), as torchvision's
/// RandomIoUCrop: one of the whole view, each minimum IoU, or any patch, all equally likely; then patches are tried until one
/// holds the centre of a box and has the minimum IoU with a box. When none does, the choice is drawn anew; torchvision does so
/// for ever, here it ends after 50 rounds. Draws of a round: the choice; of a trial: width, height, x, y.
/// </summary>
internal sealed class SsdCrop(SsdCropOptions options) : WindowStep
{
    private const int MostRounds = 50;
    private readonly double[] _minimumIoU = [.. options.MinimumIoU];
    private readonly NumberRange _scale = options.Scale;
    private readonly NumberRange _aspect = options.Aspect;
    private readonly int _trials = options.Trials;

    /// <inheritdoc/>
    public override void Apply(GeometryView view, ref SampleRandom random, ObjectList objects, AugmentationLog log)
    {
        SourceWindow canvas = view.Window.WholePixels;
        if (!canvas.HasArea)
            return;
        for (int round = 0; round < MostRounds; round++)
        {
            int choice = random.NextInteger(_minimumIoU.Length + 2) - 1;
            if (choice < 0)
                return;
            double minimum = choice < _minimumIoU.Length ? _minimumIoU[choice] : 0;
            if (FindPatch(view, canvas, minimum, ref random, objects.Boxes) is not { } window)
                continue;
            view.CropTo(window, objects);
            log.Begin("ssdCrop"u8);
            log.Number("minIou"u8, minimum);
            WindowPlacement.Write(window, log);
            log.End();
            return;
        }
    }

    private SourceWindow? FindPatch(GeometryView view, SourceWindow canvas, double minimum, ref SampleRandom random, ReadOnlySpan<BoxPixels> boxes)
    {
        for (int trial = 0; trial < _trials; trial++)
        {
            double width = Math.Floor(canvas.Width * random.NextIn(_scale));
            double height = Math.Floor(canvas.Height * random.NextIn(_scale));
            double shareX = random.NextUnit();
            double shareY = random.NextUnit();
            if (width < 1 || height < 1 || width / height < _aspect.Low || width / height > _aspect.High)
                continue;
            SourceWindow window = WindowPlacement.At(canvas, width, height, shareX, shareY);
            if (view.Shows(window) && IsAccepted(window, minimum, boxes))
                return window;
        }

        return null;
    }

    private static bool IsAccepted(SourceWindow window, double minimum, ReadOnlySpan<BoxPixels> boxes)
    {
        bool holdsCenter = boxes.IsEmpty;
        bool overlaps = boxes.IsEmpty;
        foreach (BoxPixels box in boxes)
        {
            holdsCenter |= window.HoldsCenterOf(box);
            overlaps |= window.IoU(box) >= minimum;
        }

        return holdsCenter && overlaps;
    }
}
