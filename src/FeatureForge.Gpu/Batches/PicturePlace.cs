namespace FeatureForge.Gpu.Batches;

/// <summary>
/// Where a picture, or one plane of it, lies in device memory. Only a window of it need be there: the first element of the whole may
/// then lie before the memory's first byte.
/// </summary>
/// <param name="FirstByte">Byte of the whole's first pixel or sample; negative where that lies before the memory.</param>
/// <param name="Stride">Bytes from one row to the next.</param>
public readonly record struct PicturePlace(long FirstByte, int Stride)
{
    /// <summary>The place of a whole that has only a window in memory, rows without gaps.</summary>
    /// <param name="window">Window.</param>
    /// <param name="firstByte">Byte of the window's first element.</param>
    /// <param name="elementBytes">Bytes of an element.</param>
    public static PicturePlace OfWindow(PictureWindow window, long firstByte, int elementBytes)
    {
        int stride = window.Width * elementBytes;
        return new PicturePlace(firstByte - ((long)window.Y * stride) - ((long)window.X * elementBytes), stride);
    }

    /// <summary>Byte of a window's first element.</summary>
    /// <param name="window">Window.</param>
    /// <param name="elementBytes">Bytes of an element.</param>
    public long Start(PictureWindow window, int elementBytes) => FirstByte + ((long)window.Y * Stride) + ((long)window.X * elementBytes);

    /// <summary>Byte behind a window's last element.</summary>
    /// <param name="window">Window.</param>
    /// <param name="elementBytes">Bytes of an element.</param>
    public long End(PictureWindow window, int elementBytes) =>
        Start(window, elementBytes) + ((long)(window.Height - 1) * Stride) + ((long)window.Width * elementBytes);
}
