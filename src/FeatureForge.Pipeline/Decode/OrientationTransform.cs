using System.Runtime.InteropServices;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Decode;

/// <summary>Turns stored pictures and their boxes upright, as Pillow's <c>ImageOps.exif_transpose</c> does.</summary>
public static class OrientationTransform
{
    private const int TileColumns = 16;

    /// <summary>Turns a box along with its picture.</summary>
    /// <param name="box">Box in pixels of the stored picture.</param>
    /// <param name="orientation">EXIF orientation of the picture.</param>
    /// <param name="stored">Shape as stored.</param>
    /// <returns>The box in pixels of the upright picture.</returns>
    public static BoxPixels Apply(BoxPixels box, Orientation orientation, ImageShape stored)
    {
        float width = stored.Width, height = stored.Height;
        return orientation switch
        {
            Orientation.MirroredHorizontally => new BoxPixels(width - box.X1, box.Y0, width - box.X0, box.Y1),
            Orientation.Rotated180 => new BoxPixels(width - box.X1, height - box.Y1, width - box.X0, height - box.Y0),
            Orientation.MirroredVertically => new BoxPixels(box.X0, height - box.Y1, box.X1, height - box.Y0),
            Orientation.Transposed => new BoxPixels(box.Y0, box.X0, box.Y1, box.X1),
            Orientation.Rotate90Clockwise => new BoxPixels(height - box.Y1, box.X0, height - box.Y0, box.X1),
            Orientation.Transversed => new BoxPixels(height - box.Y1, width - box.X1, height - box.Y0, width - box.X0),
            Orientation.Rotate90CounterClockwise => new BoxPixels(box.Y0, width - box.X1, box.Y1, width - box.X0),
            _ => box,
        };
    }

    /// <summary>Makes some rows of the upright picture.</summary>
    /// <param name="stored">Picture as stored.</param>
    /// <param name="orientation">EXIF orientation of the picture.</param>
    /// <param name="firstRow">First row of the upright picture wanted.</param>
    /// <param name="destination">Takes packed RGB rows; a whole number of rows of the upright picture.</param>
    public static void CopyRows(ReadOnlyImageView stored, Orientation orientation, int firstRow, Span<byte> destination) =>
        CopyRows(stored, (0, stored.Shape.Height), orientation, firstRow, destination);

    /// <summary>Copies what some stored rows give to some rows of the upright picture.</summary>
    /// <param name="stored">Some consecutive rows of the picture as stored.</param>
    /// <param name="place">The first of them, and how many rows the whole picture has.</param>
    /// <param name="orientation">EXIF orientation of the picture.</param>
    /// <param name="firstRow">First row of the upright picture wanted.</param>
    /// <param name="destination">Packed RGB rows, a whole number of rows of the upright picture; other pixels are left alone.</param>
    internal static void CopyRows(ReadOnlyImageView stored, (int First, int Height) place, Orientation orientation, int firstRow, Span<byte> destination)
    {
        if (orientation >= Orientation.Transposed)
            CopyTurnedRows(stored, place, orientation, firstRow, destination);
        else
            CopyUnturnedRows(stored, place, orientation, firstRow, destination);
    }

    private static void CopyUnturnedRows(ReadOnlyImageView stored, (int First, int Height) place, Orientation orientation, int firstRow, Span<byte> destination)
    {
        int rowBytes = stored.Shape.RowBytes;
        bool bottomUp = orientation is Orientation.Rotated180 or Orientation.MirroredVertically;
        bool mirrored = orientation is Orientation.Rotated180 or Orientation.MirroredHorizontally;
        for (int row = 0; row < destination.Length / rowBytes; row++)
        {
            int y = (bottomUp ? place.Height - 1 - firstRow - row : firstRow + row) - place.First;
            if ((uint)y >= (uint)stored.Shape.Height)
                continue;
            Span<byte> target = destination.Slice(row * rowBytes, rowBytes);
            stored.Row(y).CopyTo(target);
            if (mirrored)
                MemoryMarshal.Cast<byte, RgbPixel>(target).Reverse();
        }
    }

    /// <summary>Columns of the stored picture become rows. Tiles of few stored rows stay in the first cache while all rows wanted take their pixel from them.</summary>
    private static void CopyTurnedRows(ReadOnlyImageView stored, (int First, int Height) place, Orientation orientation, int firstRow, Span<byte> destination)
    {
        int width = stored.Shape.Width, height = stored.Shape.Height;
        bool rowsReversed = orientation is Orientation.Rotate90Clockwise or Orientation.Transversed;
        bool columnsReversed = orientation is Orientation.Transversed or Orientation.Rotate90CounterClockwise;
        ReadOnlySpan<RgbPixel> source = MemoryMarshal.Cast<byte, RgbPixel>(stored.Pixels);
        Span<RgbPixel> target = MemoryMarshal.Cast<byte, RgbPixel>(destination);
        int rows = target.Length / place.Height;
        int firstColumn = rowsReversed ? place.Height - place.First - height : place.First;
        int step = rowsReversed ? -width : width;
        for (int tile = 0; tile < height; tile += TileColumns)
        {
            int count = Math.Min(TileColumns, height - tile);
            int storedRow = rowsReversed ? height - 1 - tile : tile;
            for (int row = 0; row < rows; row++)
            {
                int y = firstRow + row;
                int from = storedRow * width + (columnsReversed ? width - 1 - y : y);
                Span<RgbPixel> run = target.Slice(row * place.Height + firstColumn + tile, count);
                for (int i = 0; i < run.Length; i++)
                    run[i] = source[from + i * step];
            }
        }
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1, Size = 3)]
    private readonly struct RgbPixel
    {
        private readonly byte _red;
        private readonly byte _green;
        private readonly byte _blue;
    }
}
