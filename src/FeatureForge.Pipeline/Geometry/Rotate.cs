using FeatureForge.Core.Buffers;
using FeatureForge.Core.Mathematics;
using FeatureForge.Core.Options;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// Turns the content of the output picture about its centre, counter-clockwise for positive degrees. The photo is turned, not the
/// squeezed picture: where the output resize scaled width and height differently (S), the map is S R S^-1, so angles in the photo stay right.
/// Pixels: <see cref="RotatePixels"/>. Boxes: the hull of the four turned corners in float64, clipped to the picture.
/// </summary>
internal sealed class Rotate(RotateOptions options) : PictureStep
{
    private const double DegreesToRadians = 3.141592653589793 / 180.0;
    private readonly NumberRange _degrees = options.Degrees;
    private readonly RgbColor? _fill = options.Fill;
    private double _angle;
    private RotateMap _map;

    /// <summary>Map of the sample placed last.</summary>
    public RotateMap Map => _map;

    /// <summary>Colour of what comes from outside, or null to repeat the edge.</summary>
    public RgbColor? Fill => _fill;

    /// <inheritdoc/>
    public override void Draw(ref SampleRandom random, AugmentationLog log)
    {
        double degrees = random.NextIn(_degrees);
        _angle = degrees * DegreesToRadians;
        log.Begin("rotate"u8);
        log.Number("degrees"u8, degrees);
        log.End();
    }

    /// <inheritdoc/>
    public override void Place(GeometryView view, ImageShape output, Span<BoxPixels> boxes)
    {
        double cos = DeterministicMath.Cos(_angle);
        double sin = DeterministicMath.Sin(_angle);
        double ratio = view.ScaleX / view.ScaleY;
        // The map of pixels goes from the output back to the unturned picture, so it turns the other way.
        _map = new RotateMap(RotateMap.Fixed(cos), RotateMap.Fixed(-(sin * ratio)), RotateMap.Fixed(sin / ratio), RotateMap.Fixed(cos));
        foreach (ref BoxPixels box in boxes)
            box = Hull(box, output, cos, sin, ratio);
    }

    /// <inheritdoc/>
    public override void Run(ImageView picture, GrowableBuffer scratch, SimdLevel level)
    {
        Span<byte> copy = scratch.Ensure(picture.Pixels.Length + RotatePixels.Overrun);
        picture.Pixels.CopyTo(copy);
        RotatePixels.Run(copy, picture, _map, _fill, level);
    }

    private static BoxPixels Hull(BoxPixels box, ImageShape output, double cos, double sin, double ratio)
    {
        double centerX = output.Width * 0.5;
        double centerY = output.Height * 0.5;
        double x0 = double.PositiveInfinity, y0 = double.PositiveInfinity;
        double x1 = double.NegativeInfinity, y1 = double.NegativeInfinity;
        for (int corner = 0; corner < 4; corner++)
        {
            double fromX = ((corner & 1) == 0 ? box.X0 : box.X1) - centerX;
            double fromY = ((corner & 2) == 0 ? box.Y0 : box.Y1) - centerY;
            double x = centerX + ((cos * fromX) + (sin * ratio * fromY));
            double y = centerY + ((cos * fromY) - (sin / ratio * fromX));
            x0 = Math.Min(x0, x);
            x1 = Math.Max(x1, x);
            y0 = Math.Min(y0, y);
            y1 = Math.Max(y1, y);
        }

        return new BoxPixels((float)x0, (float)y0, (float)x1, (float)y1).ClipTo(output);
    }
}
