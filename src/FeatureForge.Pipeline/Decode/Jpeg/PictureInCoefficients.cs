using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// A picture written over the coefficients that it was made of. Files of several scans hold all coefficients at once; a turned picture is
/// needed whole too, and beside them it would take half as much memory again. Each slab takes the rows of its own coding units, from its
/// start on, so that rows are never written over coefficients still to be read.
/// </summary>
/// <param name="coefficients">The decoder's coefficients.</param>
internal sealed class PictureInCoefficients(CoefficientRows coefficients)
{
    private int _rowsPerSlab;

    /// <summary>Shape of the picture as stored.</summary>
    public ImageShape Shape { get; private set; }

    /// <summary>True when the pixels of a frame take no more memory than its coefficients, with what a row may write behind its end.</summary>
    /// <param name="frame">Frame.</param>
    public static bool Fits(JpegFrame frame) => frame.HasSeveralScans
        && (long)frame.UnitHeight * frame.Shape.RowBytes + ColorConverter.Overrun <= CoefficientRows.PictureBytes(frame) / frame.UnitRows;

    /// <summary>Readies the picture for a frame whose coefficients are laid out.</summary>
    /// <param name="frame">Frame that fits.</param>
    public void Begin(JpegFrame frame)
    {
        Shape = frame.Shape;
        _rowsPerSlab = coefficients.RowsPerSlab * frame.UnitHeight;
    }

    /// <summary>Rows of pixels that lie one behind the other.</summary>
    /// <param name="first">First row wanted.</param>
    /// <param name="count">How many from it on lie in one piece.</param>
    /// <returns>uint8 packed RGB, and at least <see cref="ColorConverter.Overrun"/> bytes more.</returns>
    public Span<byte> Rows(int first, out int count)
    {
        int row = first % _rowsPerSlab;
        count = Math.Min(_rowsPerSlab - row, Shape.Height - first);
        return coefficients.SlabBytes(first / _rowsPerSlab)[(row * Shape.RowBytes)..];
    }
}
