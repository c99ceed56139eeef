namespace FeatureForge.Core.Samples;

/// <summary>
/// Some consecutive rows of a picture on their way from a decoder to the geometry room. A decoder that has the whole picture
/// delivers one band; one that works by rows of coding units delivers many, and the full-size picture need not exist.
/// A band of <see cref="RowLayout.LumaChroma"/> covers whole rows of chroma: <see cref="FirstRow"/> is a multiple of
/// <see cref="ChromaFactorY"/>, and so is <see cref="RowCount"/> unless the band ends with the picture. Row <c>i</c> of its chroma planes is row
/// <c>FirstRow / ChromaFactorY + i</c> of the whole planes. Samples that only fill up blocks are not counted and never read as samples.
/// </summary>
public readonly ref struct RowBand
{
    /// <summary>Wraps rows of packed RGB.</summary>
    /// <param name="firstRow">Row of the upright picture that the band starts with.</param>
    /// <param name="rowCount">Rows in the band, at least 1.</param>
    /// <param name="rows">uint8 RGB, row after row.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    public RowBand(int firstRow, int rowCount, ReadOnlySpan<byte> rows, int stride)
    {
        Layout = RowLayout.Rgb;
        FirstRow = firstRow;
        RowCount = rowCount;
        Plane0 = rows;
        Stride0 = stride;
        ChromaFactorX = 1;
        ChromaFactorY = 1;
    }

    /// <summary>What the planes hold.</summary>
    public RowLayout Layout { get; init; }

    /// <summary>Row of the upright picture that the band starts with; for planes, in rows of luma.</summary>
    public int FirstRow { get; init; }

    /// <summary>Rows in the band; for planes, rows of luma.</summary>
    public int RowCount { get; init; }

    /// <summary>Packed RGB, red, or luma.</summary>
    public ReadOnlySpan<byte> Plane0 { get; init; }

    /// <summary>Bytes from one row of <see cref="Plane0"/> to the next.</summary>
    public int Stride0 { get; init; }

    /// <summary>Green, or blue-difference chroma as stored (possibly subsampled), or empty.</summary>
    public ReadOnlySpan<byte> Plane1 { get; init; }

    /// <summary>Blue, or red-difference chroma as stored (possibly subsampled), or empty.</summary>
    public ReadOnlySpan<byte> Plane2 { get; init; }

    /// <summary>Bytes from one row of <see cref="Plane1"/> or <see cref="Plane2"/> to the next.</summary>
    public int ChromaStride { get; init; }

    /// <summary>Columns of luma for each column of chroma, 1 to 4.</summary>
    public int ChromaFactorX { get; init; }

    /// <summary>Rows of luma for each row of chroma, 1 to 4.</summary>
    public int ChromaFactorY { get; init; }

    /// <summary>Rows of each chroma plane in the band: <c>ceil(RowCount / ChromaFactorY)</c>.</summary>
    public int ChromaRowCount => (RowCount + ChromaFactorY - 1) / ChromaFactorY;

    /// <summary>One row of <see cref="Plane0"/>.</summary>
    /// <param name="index">Row within the band, 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="bytes">Bytes wanted of the row.</param>
    public ReadOnlySpan<byte> Row(int index, int bytes) => Plane0.Slice(index * Stride0, bytes);
}
