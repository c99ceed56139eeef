using FeatureForge.Core.Errors;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Decode;

/// <summary>Why a file cannot become a picture, whatever its format. The run adds the file's name.</summary>
internal static class DecodeErrors
{
    private const int ShownSignatureBytes = 8;

    public static BadSampleException EmptyFile() =>
        new("empty-file", "The file is empty (0 bytes). Copy it again from its source.", 0);

    public static BadSampleException UnknownFormat(ReadOnlySpan<byte> file) =>
        new("unknown-format", $"The file starts with {Hexadecimal(file)}, which no picture format does. Give JPEG, PNG or WebP files, or remove this one from the images folder.", 0);

    public static BadSampleException UnsupportedFormat(string format) =>
        new("unsupported-format", $"The file is {format}, whatever its name says; JPEG, PNG and WebP are read. Convert it to PNG.", 0);

    public static BadSampleException TooLarge(ImageShape shape, long maximumPixels, long offset) =>
        new("too-large", $"The picture declares {shape} = {shape.Pixels} pixels, decode.maxPixels allows {maximumPixels}. Raise decode.maxPixels or scale the picture down.", offset);

    public static BadSampleException LargerThanBuffer(ImageShape shape, long bytes, long offset) =>
        new("too-large", $"Turning the picture of {shape} pixels needs {bytes} bytes in one piece, the limit is {Array.MaxLength}. Scale the picture down.", offset);

    public static BadSampleException NoPixels(string format, ImageShape shape, long offset) =>
        new("damaged", $"The {format} header declares {shape} pixels, each side must be at least 1. Replace the file.", offset);

    public static BadSampleException TooShortForSize(string format, ImageShape shape, long fileBytes, long neededBytes) =>
        new("truncated", $"The {format} file declares {shape} pixels, which takes {neededBytes} bytes at the very least; the file has {fileBytes}. Copy it again from its source.", fileBytes);

    public static BadSampleException Truncated(string format, string said, long fileBytes) =>
        new("truncated", $"The {format} data end too early ({said}, after {fileBytes} bytes). Copy the file again from its source.", fileBytes);

    public static BadSampleException Damaged(string format, string said) =>
        new("damaged", $"The {format} data cannot be decoded: {said}. Copy the file again from its source or re-encode it.");

    public static BadSampleException Warned(string format, string said) =>
        new("decode-warning", $"The {format} data are damaged: {said}. The damage could be concealed; set decode.warnings to keep to accept such files.");

    public static EntryPointsException EntryPointsContradicted() =>
        new("The entry points kept beside the images are not those of this file. Make them again with featureforge index.");

    private static string Hexadecimal(ReadOnlySpan<byte> file)
    {
        string digits = Convert.ToHexString(file[..Math.Min(ShownSignatureBytes, file.Length)]);
        return $"the bytes {string.Join(' ', digits.Chunk(2).Select(pair => new string(pair)))}";
    }
}
