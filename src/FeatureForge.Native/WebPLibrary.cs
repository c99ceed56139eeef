using System.Runtime.InteropServices;

namespace FeatureForge.Native;

/// <summary>libwebp's simple decoding interface (webp/decode.h).</summary>
internal static unsafe partial class WebPLibrary
{
    static WebPLibrary() => LibraryLoader.Register();

    [LibraryImport(LibraryNames.WebP, EntryPoint = "WebPGetInfo")]
    public static partial int GetInfo(byte* webp, nuint size, int* width, int* height);

    [LibraryImport(LibraryNames.WebP, EntryPoint = "WebPDecodeRGBInto")]
    public static partial byte* DecodeRgb(byte* webp, nuint size, byte* pixels, nuint pixelBytes, int stride);

    [LibraryImport(LibraryNames.WebP, EntryPoint = "WebPDecodeRGBAInto")]
    public static partial byte* DecodeRgba(byte* webp, nuint size, byte* pixels, nuint pixelBytes, int stride);
}
