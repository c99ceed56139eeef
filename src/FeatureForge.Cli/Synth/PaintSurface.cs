using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Synth;

/// <summary>A photo while it is drawn: light per pixel and channel as float32. Fills shapes with soft, anti-aliased edges.</summary>
internal sealed class PaintSurface
{
    private readonly float[] _light;

    /// <summary>Starts a black surface.</summary>
    /// <param name="shape">Shape in pixels.</param>
    public PaintSurface(ImageShape shape)
    {
        Shape = shape;
        _light = new float[shape.RgbBytes];
    }

    /// <summary>Shape in pixels.</summary>
    public ImageShape Shape { get; }

    /// <summary>Light of one row, [width, 3].</summary>
    public Span<float> Row(int y) => _light.AsSpan(y * Shape.RowBytes, Shape.RowBytes);

    /// <summary>Fills the whole picture.</summary>
    public void FillAll<TPaint>(in LocalFrame frame, TPaint paint)
        where TPaint : IPaint
    {
        for (int y = 0; y < Shape.Height; y++)
        {
            Span<float> row = Row(y);
            for (int x = 0; x < Shape.Width; x++)
            {
                var (u, v) = frame.ToLocal(x + 0.5f, y + 0.5f);
                Put(row.Slice(x * 3, 3), paint.At(u, v), 1);
            }
        }
    }

    /// <summary>Fills a shape.</summary>
    public void Fill<TShape, TPaint>(in LocalFrame frame, TShape shape, TPaint paint, Edge edge)
        where TShape : IShape
        where TPaint : IPaint
    {
        float pixel = 1 / frame.Unit;
        float width = Math.Max(pixel, edge.Softness);
        float opacity = edge.Opacity * Math.Min(1, shape.Thickness / pixel);
        BoxPixels area = Covered(frame, shape.Bounds.Grown(width));
        for (int y = (int)area.Y0; y < (int)area.Y1; y++)
        {
            Span<float> row = Row(y);
            for (int x = (int)area.X0; x < (int)area.X1; x++)
            {
                var (u, v) = frame.ToLocal(x + 0.5f, y + 0.5f);
                float share = 0.5f - (shape.Distance(u, v) / width);
                if (!(share > 0))
                    continue;
                share = share >= 1 ? 1 : share * share * (3 - (2 * share));
                Put(row.Slice(x * 3, 3), paint.At(u, v), share * opacity);
            }
        }
    }

    private static void Put(Span<float> pixel, Tone tone, float share)
    {
        pixel[0] += (tone.Red - pixel[0]) * share;
        pixel[1] += (tone.Green - pixel[1]) * share;
        pixel[2] += (tone.Blue - pixel[2]) * share;
    }

    private BoxPixels Covered(in LocalFrame frame, LocalBounds bounds)
    {
        var (ax, ay) = frame.ToPixels(bounds.U0, bounds.V0);
        var (bx, by) = frame.ToPixels(bounds.U1, bounds.V0);
        var (cx, cy) = frame.ToPixels(bounds.U0, bounds.V1);
        var (dx, dy) = frame.ToPixels(bounds.U1, bounds.V1);
        float x0 = Math.Min(Math.Min(ax, bx), Math.Min(cx, dx));
        float x1 = Math.Max(Math.Max(ax, bx), Math.Max(cx, dx));
        float y0 = Math.Min(Math.Min(ay, by), Math.Min(cy, dy));
        float y1 = Math.Max(Math.Max(ay, by), Math.Max(cy, dy));
        return new BoxPixels(MathF.Floor(x0), MathF.Floor(y0), MathF.Floor(x1) + 1, MathF.Floor(y1) + 1).ClipTo(Shape);
    }
}
