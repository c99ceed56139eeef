using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Pictures;

/// <summary>Draws on a picture: areas, outlines, lines, text, other pictures. What falls outside the picture is cut off.</summary>
internal sealed class Canvas
{
    /// <summary>Starts a picture of one colour.</summary>
    /// <param name="shape">Shape in pixels.</param>
    /// <param name="background">Colour of every pixel.</param>
    public Canvas(ImageShape shape, RgbColor background)
        : this(new Picture(shape)) => Fill(new PixelArea(0, 0, shape.Width, shape.Height), background);

    /// <summary>Draws on a picture that is there.</summary>
    /// <param name="picture">Picture to draw on.</param>
    public Canvas(Picture picture) => Picture = picture;

    /// <summary>What has been drawn.</summary>
    public Picture Picture { get; }

    /// <summary>Fills an area.</summary>
    /// <param name="area">Pixels to fill.</param>
    /// <param name="color">Colour.</param>
    public void Fill(PixelArea area, RgbColor color)
    {
        int left = Math.Max(0, area.X);
        int right = Math.Min(Picture.Shape.Width, area.Right);
        for (int y = Math.Max(0, area.Y); y < Math.Min(Picture.Shape.Height, area.Bottom); y++)
        {
            Span<byte> row = Picture.View.Row(y);
            for (int x = left; x < right; x++)
                Put(row, x, color);
        }
    }

    /// <summary>Draws the border of an area; the border lies inside the area.</summary>
    /// <param name="area">Area whose outermost pixels are drawn.</param>
    /// <param name="thickness">Pixels, at least 1.</param>
    /// <param name="color">Colour.</param>
    public void Outline(PixelArea area, int thickness, RgbColor color)
    {
        int rows = Math.Min(thickness, area.Height);
        int columns = Math.Min(thickness, area.Width);
        Fill(area with { Height = rows }, color);
        Fill(area with { Y = area.Bottom - rows, Height = rows }, color);
        Fill(area with { Width = columns }, color);
        Fill(area with { X = area.Right - columns, Width = columns }, color);
    }

    /// <summary>Draws the border of an area, one pixel wide, through which half of what lies below is seen.</summary>
    /// <param name="area">Area whose outermost pixels are drawn.</param>
    /// <param name="color">Colour.</param>
    public void ThinOutline(PixelArea area, RgbColor color)
    {
        // No pixel belongs to two sides, or corners would be twice as dense.
        Blend(area with { Height = 1 }, color);
        if (area.Height > 1)
            Blend(area with { Y = area.Bottom - 1, Height = 1 }, color);
        PixelArea inner = area with { Y = area.Y + 1, Height = Math.Max(0, area.Height - 2) };
        Blend(inner with { Width = 1 }, color);
        if (area.Width > 1)
            Blend(inner with { X = area.Right - 1, Width = 1 }, color);
    }

    /// <summary>Draws a line of one pixel's width, both ends included (Bresenham).</summary>
    /// <param name="from">First pixel.</param>
    /// <param name="to">Last pixel.</param>
    /// <param name="color">Colour.</param>
    public void Line((int X, int Y) from, (int X, int Y) to, RgbColor color)
    {
        (int x, int y) = from;
        int stepX = Math.Sign(to.X - x);
        int stepY = Math.Sign(to.Y - y);
        int distanceX = Math.Abs(to.X - x);
        int distanceY = -Math.Abs(to.Y - y);
        int error = distanceX + distanceY;
        while (true)
        {
            Fill(new PixelArea(x, y, 1, 1), color);
            if (x == to.X && y == to.Y)
                return;
            int twice = 2 * error;
            if (twice >= distanceY)
            {
                error += distanceY;
                x += stepX;
            }

            if (twice <= distanceX)
            {
                error += distanceX;
                y += stepY;
            }
        }
    }

    /// <summary>Writes one line of text.</summary>
    /// <param name="x">Left edge of the first glyph.</param>
    /// <param name="y">Top edge of capital letters.</param>
    /// <param name="text">Text; characters outside ASCII appear as question marks.</param>
    /// <param name="color">Colour.</param>
    /// <param name="scale">Pixels per dot, at least 1.</param>
    public void Text(int x, int y, ReadOnlySpan<char> text, RgbColor color, int scale = 1)
    {
        foreach (char character in text)
        {
            ReadOnlySpan<byte> rows = BitmapFont.Rows(character);
            for (int row = 0; row < BitmapFont.GlyphHeight; row++)
            {
                for (int column = 0; column < BitmapFont.GlyphWidth; column++)
                {
                    if ((rows[row] >> (BitmapFont.GlyphWidth - 1 - column) & 1) != 0)
                        Fill(new PixelArea(x + (column * scale), y + (row * scale), scale, scale), color);
                }
            }

            x += BitmapFont.Advance * scale;
        }
    }

    /// <summary>Writes text on a filled area that reaches two pixels beyond it.</summary>
    /// <param name="x">Left edge of the filled area.</param>
    /// <param name="y">Top edge of the filled area.</param>
    /// <param name="text">One line.</param>
    /// <param name="background">Colour of the area; the text is black or white, whichever is read better.</param>
    /// <returns>The filled area.</returns>
    public PixelArea Tag(int x, int y, string text, RgbColor background)
    {
        var area = new PixelArea(x, y, BitmapFont.Measure(text) + 4, BitmapFont.LineHeight);
        Fill(area, background);
        int brightness = (background.Red * 299) + (background.Green * 587) + (background.Blue * 114);
        byte level = (byte)(brightness > 128_000 ? 0 : 255);
        Text(x + 2, y + 2, text, new RgbColor(level, level, level));
        return area;
    }

    /// <summary>Copies a picture, scaled to an area: the mean of the pixels covered when shrinking, the nearest pixel when enlarging.</summary>
    /// <param name="source">Picture to copy.</param>
    /// <param name="area">Where it goes; must have pixels.</param>
    public void Blit(ReadOnlyImageView source, PixelArea area)
    {
        (int First, int Last)[] columns = PictureScaling.Covered(source.Shape.Width, area.Width);
        (int First, int Last)[] rows = PictureScaling.Covered(source.Shape.Height, area.Height);
        for (int y = Math.Max(0, -area.Y); y < area.Height && area.Y + y < Picture.Shape.Height; y++)
        {
            Span<byte> row = Picture.View.Row(area.Y + y);
            for (int x = Math.Max(0, -area.X); x < area.Width && area.X + x < Picture.Shape.Width; x++)
                Put(row, area.X + x, PictureScaling.Mean(source, columns[x], rows[y]));
        }
    }

    private void Blend(PixelArea area, RgbColor color)
    {
        int left = Math.Max(0, area.X);
        int right = Math.Min(Picture.Shape.Width, area.Right);
        for (int y = Math.Max(0, area.Y); y < Math.Min(Picture.Shape.Height, area.Bottom); y++)
        {
            Span<byte> row = Picture.View.Row(y);
            for (int x = left; x < right; x++)
                Put(row, x, new RgbColor(Middle(row[x * 3], color.Red), Middle(row[(x * 3) + 1], color.Green), Middle(row[(x * 3) + 2], color.Blue)));
        }
    }

    private static byte Middle(byte one, byte other) => (byte)((one + other + 1) / 2);

    private static void Put(Span<byte> row, int x, RgbColor color)
    {
        row[x * 3] = color.Red;
        row[(x * 3) + 1] = color.Green;
        row[(x * 3) + 2] = color.Blue;
    }
}
