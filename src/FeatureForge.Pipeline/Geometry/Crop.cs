using FeatureForge.Core.Mathematics;
using FeatureForge.Core.Options;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// A random part of the view, as torchvision's RandomResizedCrop: up to ten trials of an area share and a log-uniform aspect,
/// then the largest centred part with an allowed aspect. Whole pixels. Draws of a trial, in order: area, aspect, x, y.
/// </summary>
internal sealed class Crop(CropOptions options) : WindowStep
{
    private const int Trials = 10;
    private readonly NumberRange _area = options.Area;
    private readonly NumberRange _aspect = options.Aspect;
    private readonly double _logLow = DeterministicMath.Log(options.Aspect.Low);
    private readonly double _logHigh = DeterministicMath.Log(options.Aspect.High);

    /// <inheritdoc/>
    public override void Apply(GeometryView view, ref SampleRandom random, ObjectList objects, AugmentationLog log)
    {
        SourceWindow canvas = view.Window.WholePixels;
        if (!canvas.HasArea)
            return;
        SourceWindow window = FindWindow(view, canvas, ref random);
        if (!view.Shows(window))
            return;
        view.CropTo(window, objects);
        log.Begin("crop"u8);
        WindowPlacement.Write(window, log);
        log.End();
    }

    private SourceWindow FindWindow(GeometryView view, SourceWindow canvas, ref SampleRandom random)
    {
        double area = canvas.Width * canvas.Height;
        for (int trial = 0; trial < Trials; trial++)
        {
            double target = area * random.NextIn(_area);
            double aspect = DeterministicMath.Exp(random.NextBetween(_logLow, _logHigh));
            double shareX = random.NextUnit();
            double shareY = random.NextUnit();
            double width = Math.Round(Math.Sqrt(target * aspect));
            double height = Math.Round(Math.Sqrt(target / aspect));
            if (width < 1 || height < 1 || width > canvas.Width || height > canvas.Height)
                continue;
            SourceWindow window = WindowPlacement.At(canvas, width, height, shareX, shareY);
            if (view.Shows(window))
                return window;
        }

        return Centered(canvas);
    }

    private SourceWindow Centered(SourceWindow canvas)
    {
        double width = canvas.Width;
        double height = canvas.Height;
        if (width / height < _aspect.Low)
            height = Math.Max(1, Math.Round(width / _aspect.Low));
        else if (width / height > _aspect.High)
            width = Math.Max(1, Math.Round(height * _aspect.High));
        double x = canvas.X0 + Math.Floor((canvas.Width - width) / 2);
        double y = canvas.Y0 + Math.Floor((canvas.Height - height) / 2);
        return new SourceWindow(x, y, x + width, y + height);
    }
}
