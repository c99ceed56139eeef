using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Decode;

/// <summary>What the chunks of a PNG file say apart from its pixels.</summary>
/// <param name="Shape">Size declared.</param>
/// <param name="BitsPerPixel">Bits of one stored pixel.</param>
/// <param name="HasTransparency">True with an alpha channel, a transparent colour or palette alpha.</param>
/// <param name="Orientation">EXIF orientation of the eXIf chunk.</param>
/// <param name="HasEnd">True when the chunks lead to the one that ends the file.</param>
internal readonly record struct PngHeader(ImageShape Shape, int BitsPerPixel, bool HasTransparency, Orientation Orientation, bool HasEnd)
{
    /// <summary>Offset of the image header's content, where size and colour type stand.</summary>
    public const int Offset = 16;
}
