using FeatureForge.Core.Samples;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>What the random window steps share: placing a window of whole pixels, and writing it to the log.</summary>
internal static class WindowPlacement
{
    /// <summary>A window at one of the whole-pixel places where it fits.</summary>
    /// <param name="canvas">Whole-pixel window to stay inside.</param>
    /// <param name="width">Width in pixels, at most that of the canvas.</param>
    /// <param name="height">Height in pixels, at most that of the canvas.</param>
    /// <param name="shareX">Drawn number in [0, 1): which of the places from left to right.</param>
    /// <param name="shareY">Drawn number in [0, 1): which of the places from top to bottom.</param>
    public static SourceWindow At(SourceWindow canvas, double width, double height, double shareX, double shareY)
    {
        double x = canvas.X0 + Math.Floor(shareX * (canvas.Width - width + 1));
        double y = canvas.Y0 + Math.Floor(shareY * (canvas.Height - height + 1));
        return new SourceWindow(x, y, x + width, y + height);
    }

    /// <summary>Writes the edges of a window, in pixels of the upright picture.</summary>
    /// <param name="window">Window.</param>
    /// <param name="log">Log, between begin and end.</param>
    public static void Write(SourceWindow window, AugmentationLog log)
    {
        log.Number("x0"u8, window.X0);
        log.Number("y0"u8, window.Y0);
        log.Number("x1"u8, window.X1);
        log.Number("y1"u8, window.Y1);
    }
}
