using FeatureForge.Core.Shapes;

namespace FeatureForge.Core.Samples;

/// <summary>
/// What the bands of one picture will hold, known before the first of them: the promise of a decoder's plan that the geometry room
/// plans by. Chroma planes have <c>ceil(width / ChromaFactorX)</c> samples in <c>ceil(height / ChromaFactorY)</c> rows, as in libjpeg.
/// </summary>
/// <param name="Shape">Pixels of packed RGB or samples of luma; those of the upright picture unless the decoder makes it smaller.</param>
/// <param name="Layout">What the planes hold.</param>
/// <param name="ChromaFactorX">Columns of luma for each column of chroma, 1 to 4; 1 where there is no chroma.</param>
/// <param name="ChromaFactorY">Rows of luma for each row of chroma, 1 to 4; 1 where there is no chroma.</param>
public readonly record struct RowFormat(ImageShape Shape, RowLayout Layout, int ChromaFactorX, int ChromaFactorY)
{
    /// <summary>Largest chroma factor.</summary>
    public const int LargestFactor = 4;

    /// <summary>Shape of each chroma plane.</summary>
    public ImageShape ChromaShape => new(
        (Shape.Width + ChromaFactorX - 1) / ChromaFactorX, (Shape.Height + ChromaFactorY - 1) / ChromaFactorY);

    /// <summary>Packed RGB.</summary>
    /// <param name="shape">Pixels.</param>
    public static RowFormat Rgb(ImageShape shape) => new(shape, RowLayout.Rgb, 1, 1);

    /// <summary>One plane of luma.</summary>
    /// <param name="shape">Samples.</param>
    public static RowFormat Luma(ImageShape shape) => new(shape, RowLayout.Luma, 1, 1);
}
