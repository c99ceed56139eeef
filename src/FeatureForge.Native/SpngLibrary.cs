using System.Runtime.InteropServices;

namespace FeatureForge.Native;

/// <summary>libspng (spng.h, version 0.7). A context serves one file; it reports errors by status.</summary>
internal static unsafe partial class SpngLibrary
{
    public const int ContextDecoder = 0;
    public const int ContextEncoder = 2;
    public const int FormatRgba8 = 1;
    public const int FormatRgb8 = 4;
    public const int FormatAsHeader = 256;
    public const int DecodeTransparency = 1;
    public const int EncodeFinalize = 2;
    public const int OptionCompressionLevel = 2;
    public const int OptionEncodeToBuffer = 12;
    public const byte ColorTypeRgb = 2;

    static SpngLibrary() => LibraryLoader.Register();

    [LibraryImport(LibraryNames.Spng, EntryPoint = "spng_ctx_new")]
    public static partial nint NewContext(int flags);

    [LibraryImport(LibraryNames.Spng, EntryPoint = "spng_ctx_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(LibraryNames.Spng, EntryPoint = "spng_set_png_buffer")]
    public static partial int SetSource(SpngHandle context, byte* png, nuint size);

    [LibraryImport(LibraryNames.Spng, EntryPoint = "spng_set_image_limits")]
    public static partial int SetImageLimits(SpngHandle context, uint width, uint height);

    [LibraryImport(LibraryNames.Spng, EntryPoint = "spng_set_chunk_limits")]
    public static partial int SetChunkLimits(SpngHandle context, nuint chunkBytes, nuint cacheBytes);

    [LibraryImport(LibraryNames.Spng, EntryPoint = "spng_decoded_image_size")]
    public static partial int GetDecodedSize(SpngHandle context, int format, nuint* size);

    [LibraryImport(LibraryNames.Spng, EntryPoint = "spng_decode_image")]
    public static partial int DecodeImage(SpngHandle context, byte* pixels, nuint size, int format, int flags);

    [LibraryImport(LibraryNames.Spng, EntryPoint = "spng_decode_chunks")]
    public static partial int DecodeChunks(SpngHandle context);

    [LibraryImport(LibraryNames.Spng, EntryPoint = "spng_set_option")]
    public static partial int SetOption(SpngHandle context, int option, int value);

    [LibraryImport(LibraryNames.Spng, EntryPoint = "spng_set_ihdr")]
    public static partial int SetHeader(SpngHandle context, SpngImageHeader* header);

    [LibraryImport(LibraryNames.Spng, EntryPoint = "spng_encode_image")]
    public static partial int EncodeImage(SpngHandle context, byte* pixels, nuint size, int format, int flags);

    [LibraryImport(LibraryNames.Spng, EntryPoint = "spng_get_png_buffer")]
    public static partial byte* GetEncoded(SpngHandle context, nuint* size, int* error);

    [LibraryImport(LibraryNames.Spng, EntryPoint = "spng_strerror")]
    private static partial byte* GetErrorText(int error);

    /// <summary>The library's words for a status.</summary>
    public static string Describe(int error) => Marshal.PtrToStringUTF8((nint)GetErrorText(error)) ?? $"error {error}";
}
