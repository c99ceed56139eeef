namespace FeatureForge.Cli.Pictures;

/// <summary>A rectangle of whole pixels.</summary>
/// <param name="X">Leftmost column.</param>
/// <param name="Y">Topmost row.</param>
/// <param name="Width">Columns, 0 or more.</param>
/// <param name="Height">Rows, 0 or more.</param>
internal readonly record struct PixelArea(int X, int Y, int Width, int Height)
{
    /// <summary>First column to the right of the area.</summary>
    public int Right => X + Width;

    /// <summary>First row below the area.</summary>
    public int Bottom => Y + Height;

    /// <summary>The largest area of the given proportions within this one, centred.</summary>
    /// <param name="shape">Proportions to keep; nothing is enlarged beyond <paramref name="largestScale"/>.</param>
    /// <param name="largestScale">Largest enlargement.</param>
    public PixelArea Fit(Core.Shapes.ImageShape shape, int largestScale = 4)
    {
        double scale = Math.Min(largestScale, Math.Min((double)Width / shape.Width, (double)Height / shape.Height));
        int width = Math.Clamp((int)Math.Round(shape.Width * scale), 1, Width);
        int height = Math.Clamp((int)Math.Round(shape.Height * scale), 1, Height);
        return new PixelArea(X + ((Width - width) / 2), Y + ((Height - height) / 2), width, height);
    }
}
