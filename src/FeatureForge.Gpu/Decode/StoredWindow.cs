using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;

namespace FeatureForge.Gpu.Decode;

/// <summary>A window of an upright picture as it is stored, and where its pixels go: a step in memory for each stored column and row.</summary>
/// <param name="Window">The window in the picture as stored.</param>
/// <param name="FirstByte">Byte of the first pixel as stored.</param>
/// <param name="ColumnStep">Bytes from a stored column to the next; negative when mirrored.</param>
/// <param name="RowStep">Bytes from a stored row to the next; negative when mirrored.</param>
/// <param name="IsTurned">True when stored columns become rows.</param>
internal readonly record struct StoredWindow(PictureWindow Window, long FirstByte, long ColumnStep, long RowStep, bool IsTurned)
{
    /// <summary>The shape of the upright picture.</summary>
    /// <param name="stored">Shape as stored.</param>
    /// <param name="orientation">EXIF orientation.</param>
    public static ImageShape Upright(ImageShape stored, Orientation orientation) => orientation >= Orientation.Transposed ? stored.Transposed : stored;

    /// <summary>Finds the window in the picture as stored, for pixels as <c>OrientationTransform</c> turns them.</summary>
    /// <param name="stored">Shape as stored.</param>
    /// <param name="orientation">EXIF orientation.</param>
    /// <param name="upright">Window of the upright picture.</param>
    /// <param name="place">Where the upright picture lies, packed RGB.</param>
    public static StoredWindow Of(ImageShape stored, Orientation orientation, PictureWindow upright, PicturePlace place)
    {
        bool isTurned = orientation >= Orientation.Transposed;
        bool columnsReversed = orientation
            is Orientation.MirroredHorizontally or Orientation.Rotated180 or Orientation.Transversed or Orientation.Rotate90CounterClockwise;
        bool rowsReversed = orientation is Orientation.Rotated180 or Orientation.MirroredVertically or Orientation.Rotate90Clockwise or Orientation.Transversed;
        PictureWindow window = isTurned ? new(upright.Y, upright.X, upright.Height, upright.Width) : upright;
        long columnStep = isTurned ? place.Stride : ImageShape.Channels, rowStep = isTurned ? ImageShape.Channels : place.Stride;
        long firstByte = place.FirstByte;
        if (columnsReversed)
        {
            window = window with { X = stored.Width - window.X - window.Width };
            firstByte += (stored.Width - 1) * columnStep;
            columnStep = -columnStep;
        }

        if (rowsReversed)
        {
            window = window with { Y = stored.Height - window.Y - window.Height };
            firstByte += (stored.Height - 1) * rowStep;
            rowStep = -rowStep;
        }

        return new StoredWindow(window, firstByte, columnStep, rowStep, isTurned);
    }
}
