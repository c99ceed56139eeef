using FeatureForge.Core.Errors;

namespace FeatureForge.Pipeline.Decode;

/// <summary>Why a PNG file cannot become a picture.</summary>
internal static class PngErrors
{
    private const int FirstChunkOffset = 8;

    public static BadSampleException HeaderCutOff(long fileBytes) =>
        new("truncated", $"The PNG file ends after {fileBytes} bytes, within its header. Copy it again from its source.", fileBytes);

    public static BadSampleException NoImageHeader() =>
        new("damaged", "The PNG file does not start with an image header (IHDR) of 13 bytes. Replace the file.", FirstChunkOffset);

    public static BadSampleException ImpossibleSize(uint width, uint height) =>
        new("damaged", $"The PNG header declares {width} x {height} pixels, each side must be 1 to 2147483647. Replace the file.", PngHeader.Offset);

    public static BadSampleException UnknownColorType(byte colorType) =>
        new("damaged", $"The PNG colour type is {colorType}, must be 0, 2, 3, 4 or 6. Replace the file.", PngHeader.Offset + 9);
}
