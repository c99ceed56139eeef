using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Pipeline.Decode;

/// <summary>Hands a stored picture on as rows of the upright one. An upright picture goes as one band; any other is turned a few rows at a time, never as a second whole picture.</summary>
internal static class UprightRows
{
    private const int MostBandRows = 64;
    private const int MostBandBytes = 1 << 20;

    /// <summary>Scratch memory beyond the stored picture.</summary>
    /// <param name="stored">Shape as stored.</param>
    /// <param name="orientation">EXIF orientation.</param>
    public static long BandBytes(ImageShape stored, Orientation orientation)
    {
        if (orientation == Orientation.Upright)
            return 0;
        ImageShape upright = Upright(stored, orientation);
        return (long)BandRows(upright) * upright.Width * ImageShape.Channels;
    }

    /// <summary>Delivers rows.</summary>
    /// <param name="stored">Picture as stored.</param>
    /// <param name="orientation">EXIF orientation.</param>
    /// <param name="rows">Rows of the upright picture wanted; an upright picture is delivered whole.</param>
    /// <param name="bands">At least <see cref="BandBytes"/> bytes.</param>
    /// <param name="consumer">Takes the rows.</param>
    public static void Deliver(ReadOnlyImageView stored, Orientation orientation, RowRange rows, Span<byte> bands, IRowConsumer consumer)
    {
        if (orientation == Orientation.Upright)
        {
            consumer.Accept(new RowBand(0, stored.Shape.Height, stored.Pixels, stored.Shape.RowBytes));
            return;
        }

        ImageShape upright = Upright(stored.Shape, orientation);
        int bandRows = BandRows(upright);
        int end = Math.Min(rows.End, upright.Height);
        for (int first = Math.Max(0, rows.First); first < end; first += bandRows)
        {
            int count = Math.Min(bandRows, end - first);
            Span<byte> band = bands[..(count * upright.RowBytes)];
            OrientationTransform.CopyRows(stored, orientation, first, band);
            consumer.Accept(new RowBand(first, count, band, upright.RowBytes));
        }
    }

    /// <summary>Delivers rows of a picture that is not upright and lies in several pieces.</summary>
    /// <param name="stored">Picture as stored.</param>
    /// <param name="orientation">EXIF orientation, not upright.</param>
    /// <param name="rows">Rows of the upright picture wanted.</param>
    /// <param name="bands">At least <see cref="BandBytes"/> bytes.</param>
    /// <param name="consumer">Takes the rows.</param>
    public static void Deliver(PictureInCoefficients stored, Orientation orientation, RowRange rows, Span<byte> bands, IRowConsumer consumer)
    {
        ImageShape upright = Upright(stored.Shape, orientation);
        int bandRows = BandRows(upright);
        int end = Math.Min(rows.End, upright.Height);
        for (int first = Math.Max(0, rows.First); first < end; first += bandRows)
        {
            int count = Math.Min(bandRows, end - first);
            Span<byte> band = bands[..(count * upright.RowBytes)];
            for (int row = 0, pieceRows; row < stored.Shape.Height; row += pieceRows)
            {
                ReadOnlySpan<byte> piece = stored.Rows(row, out pieceRows);
                var view = new ReadOnlyImageView(new ImageShape(stored.Shape.Width, pieceRows), piece[..(pieceRows * stored.Shape.RowBytes)]);
                OrientationTransform.CopyRows(view, (row, stored.Shape.Height), orientation, first, band);
            }

            consumer.Accept(new RowBand(first, count, band, upright.RowBytes));
        }
    }

    private static int BandRows(ImageShape upright) =>
        Math.Min(upright.Height, Math.Clamp(MostBandBytes / upright.RowBytes, 1, MostBandRows));

    private static ImageShape Upright(ImageShape stored, Orientation orientation) =>
        orientation >= Orientation.Transposed ? stored.Transposed : stored;
}
