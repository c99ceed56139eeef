using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>Paints what lies between two nested rectangles of a picture in one colour.</summary>
internal static class FrameFill
{
    /// <summary>Paints the outer rectangle but for the inner one.</summary>
    /// <param name="picture">Picture to paint on.</param>
    /// <param name="outer">Outer rectangle.</param>
    /// <param name="inner">Inner rectangle, inside the outer one; left as it is.</param>
    /// <param name="color">Colour.</param>
    public static void Run(ImageView picture, PixelRectangle outer, PixelRectangle inner, RgbColor color)
    {
        for (int y = outer.Y; y < outer.EndY; y++)
        {
            Span<byte> row = picture.Row(y);
            if (y < inner.Y || y >= inner.EndY)
            {
                Paint(row[(outer.X * 3)..(outer.EndX * 3)], color);
                continue;
            }

            Paint(row[(outer.X * 3)..(inner.X * 3)], color);
            Paint(row[(inner.EndX * 3)..(outer.EndX * 3)], color);
        }
    }

    private static void Paint(Span<byte> pixels, RgbColor color)
    {
        if (pixels.IsEmpty)
            return;
        pixels[0] = color.Red;
        pixels[1] = color.Green;
        pixels[2] = color.Blue;
        // What is painted is copied behind itself, twice as much each time.
        for (int painted = 3; painted < pixels.Length; painted *= 2)
            pixels[..Math.Min(painted, pixels.Length - painted)].CopyTo(pixels[painted..]);
    }
}
