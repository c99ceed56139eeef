using FeatureForge.Core.Errors;

namespace FeatureForge.Pipeline.Decode;

/// <summary>Why a WebP file cannot become a picture. libwebp gives no reasons of its own.</summary>
internal static class WebPErrors
{
    public static BadSampleException Animated() =>
        new("unsupported-coding", "The WebP file is an animation, still pictures are read. Save the frame wanted as a picture of its own.", 12);

    public static BadSampleException BadHeader(long fileBytes) =>
        new("damaged", $"The WebP file of {fileBytes} bytes has no header that libwebp can read. Copy it again from its source.", 12);
}
