using System.Globalization;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Tests.Geometry;

/// <summary>One resize to compare with Pillow's.</summary>
internal sealed record ResizeCase(ImageShape Source, BoxPixels Window, ImageShape Output)
{
    /// <summary>The case as <c>resize_pillow.py</c> reads it.</summary>
    public string Line(string rawFile) => string.Create(
        CultureInfo.InvariantCulture,
        $"{rawFile} {Source.Width} {Source.Height} {Window.X0:R} {Window.Y0:R} {Window.X1:R} {Window.Y1:R} {Output.Width} {Output.Height}");

    /// <summary>A case with random shape, window (whole or fractional) and output, sizes spread over magnitudes.</summary>
    public static ResizeCase Random(Random random)
    {
        var source = new ImageShape(Size(random, 1200), Size(random, 900));
        var output = new ImageShape(Size(random, 400), Size(random, 400));
        BoxPixels window = random.Next(4) switch
        {
            0 => Pictures.Whole(source),
            1 => Whole(random, source),
            2 => SameSize(random, source, ref output),
            _ => Fractional(random, source),
        };
        return new ResizeCase(source, window, output);
    }

    private static int Size(Random random, int largest) => (int)Math.Exp(random.NextDouble() * Math.Log(largest));

    private static BoxPixels Whole(Random random, ImageShape source)
    {
        int x0 = random.Next(source.Width), y0 = random.Next(source.Height);
        return new BoxPixels(x0, y0, random.Next(x0, source.Width) + 1, random.Next(y0, source.Height) + 1);
    }

    private static BoxPixels SameSize(Random random, ImageShape source, ref ImageShape output)
    {
        BoxPixels window = Whole(random, source);
        output = new ImageShape(random.Next(2) == 0 ? (int)window.Width : output.Width, random.Next(2) == 0 ? (int)window.Height : output.Height);
        return window;
    }

    private static BoxPixels Fractional(Random random, ImageShape source)
    {
        float x0 = random.NextSingle() * (source.Width - 0.5f), y0 = random.NextSingle() * (source.Height - 0.5f);
        float x1 = x0 + 0.25f + (random.NextSingle() * (source.Width - x0 - 0.25f));
        float y1 = y0 + 0.25f + (random.NextSingle() * (source.Height - y0 - 0.25f));
        return new BoxPixels(x0, y0, Math.Min(x1, source.Width), Math.Min(y1, source.Height));
    }
}
