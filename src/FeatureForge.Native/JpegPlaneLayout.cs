using FeatureForge.Core.Shapes;

namespace FeatureForge.Native;

/// <summary>
/// Where the planes of a decoded JPEG file lie in one buffer: luma, then both chroma planes, rows without gaps. A row of luma is filled up
/// to whole samples of chroma, as TurboJPEG wants it.
/// </summary>
/// <param name="Stored">Size that the file declares.</param>
/// <param name="Sampling">Chroma sampling of the file.</param>
/// <param name="Divisor">1, or 2, 4, 8 for libjpeg's scaled decoding.</param>
public readonly record struct JpegPlaneLayout(ImageShape Stored, ChromaSampling Sampling, int Divisor)
{
    /// <summary>Samples of luma made.</summary>
    public ImageShape Shape => new((Stored.Width + Divisor - 1) / Divisor, (Stored.Height + Divisor - 1) / Divisor);

    /// <summary>Columns of luma for each column of chroma.</summary>
    public int FactorX => Sampling switch
    {
        ChromaSampling.Chroma422 or ChromaSampling.Chroma420 => 2,
        ChromaSampling.Chroma411 => 4,
        _ => 1,
    };

    /// <summary>Rows of luma for each row of chroma.</summary>
    public int FactorY => Sampling is ChromaSampling.Chroma420 or ChromaSampling.Chroma440 ? 2 : 1;

    /// <summary>Bytes from one row of luma to the next.</summary>
    public int LumaStride => FactorX * ChromaColumns;

    /// <summary>Bytes from one row of chroma to the next; 0 without chroma.</summary>
    public int ChromaStride => Sampling == ChromaSampling.Grey ? 0 : ChromaColumns;

    /// <summary>Where the first chroma plane starts.</summary>
    public long ChromaOffset => (long)LumaStride * FactorY * ChromaRows;

    /// <summary>Bytes of one chroma plane.</summary>
    public long ChromaBytes => (long)ChromaStride * ChromaRows;

    /// <summary>Bytes of all planes.</summary>
    public long Bytes => ChromaOffset + (2 * ChromaBytes);

    private int ChromaColumns => (Shape.Width + FactorX - 1) / FactorX;

    private int ChromaRows => (Shape.Height + FactorY - 1) / FactorY;
}
