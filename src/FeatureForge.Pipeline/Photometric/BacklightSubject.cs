using FeatureForge.Core.Mathematics;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Where the subject of a backlit picture is: a core that belongs to it wholly, and how far it reaches beyond the core on each side.
/// A drawn object is taken for a head: it reaches its width to the sides, half its height upwards and, for the body below, four times its
/// height downwards. Without objects the core is one point of a drawn ellipse, reaching its half axes.
/// </summary>
internal readonly struct BacklightSubject
{
    private readonly double _x0;
    private readonly double _y0;
    private readonly double _x1;
    private readonly double _y1;
    private readonly double _reachSide;
    private readonly double _reachUp;
    private readonly double _reachDown;

    private BacklightSubject(double x0, double y0, double x1, double y1, bool ellipse)
    {
        double width = x1 - x0;
        double height = y1 - y0;
        _x0 = ellipse ? x0 + (width * 0.5) : x0;
        _x1 = ellipse ? _x0 : x1;
        _y0 = ellipse ? y0 + (height * 0.5) : y0;
        _y1 = ellipse ? _y0 : y1;
        _reachSide = ellipse ? width * 0.5 : width;
        _reachUp = ellipse ? height * 0.5 : height * 0.5;
        _reachDown = ellipse ? height * 0.5 : height * 4;
        Box = new BoxPixels((float)x0, (float)y0, (float)x1, (float)y1);
        IsEllipse = ellipse;
    }

    /// <summary>The object drawn, clipped to the picture, or the box around the drawn ellipse.</summary>
    public BoxPixels Box { get; }

    /// <summary>True when there was no object to draw.</summary>
    public bool IsEllipse { get; }

    /// <summary>Draws one of the objects; where it has no area within the picture, or there is none, an ellipse.</summary>
    public static BacklightSubject Draw(ref SampleRandom random, ReadOnlySpan<BoxPixels> objects, ImageShape shape)
    {
        if (objects.Length > 0)
        {
            BoxPixels box = objects[random.NextInteger(objects.Length)].ClipTo(shape);
            if (box.HasArea)
                return new BacklightSubject(box.X0, box.Y0, box.X1, box.Y1, ellipse: false);
        }

        float centreX = (float)(random.NextBetween(0.3, 0.7) * shape.Width);
        float centreY = (float)(random.NextBetween(0.35, 0.75) * shape.Height);
        float halfWidth = (float)(random.NextBetween(0.15, 0.35) * shape.Width);
        float halfHeight = (float)(random.NextBetween(0.25, 0.5) * shape.Height);
        return new BacklightSubject(centreX - halfWidth, centreY - halfHeight, centreX + halfWidth, centreY + halfHeight, ellipse: true);
    }

    /// <summary>Falloff, 0 to 1, at a horizontal place in pixels.</summary>
    public double ColumnFalloff(double x) => x < _x0 ? Falloff((_x0 - x) / _reachSide) : x > _x1 ? Falloff((x - _x1) / _reachSide) : 1;

    /// <summary>Falloff, 0 to 1, at a vertical place in pixels.</summary>
    public double RowFalloff(double y) => y < _y0 ? Falloff((_y0 - y) / _reachUp) : y > _y1 ? Falloff((y - _y1) / _reachDown) : 1;

    /// <summary>Adds the subject to the log.</summary>
    public void WriteTo(AugmentationLog log)
    {
        log.Number("x0"u8, Box.X0);
        log.Number("y0"u8, Box.Y0);
        log.Number("x1"u8, Box.X1);
        log.Number("y1"u8, Box.Y1);
        log.Number("ellipse"u8, IsEllipse ? 1.0 : 0.0);
    }

    // From twice the reach on the falloff is below 1 / 2048, which both kinds of table round to 0.
    private static double Falloff(double distance) => distance >= 2 ? 0 : DeterministicMath.Exp(-2 * (distance * distance));
}
