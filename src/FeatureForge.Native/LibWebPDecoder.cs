using FeatureForge.Core.Shapes;

namespace FeatureForge.Native;

/// <summary>Decodes still WebP pictures, lossy and lossless, by libwebp. Holds nothing between calls and allocates no managed memory.</summary>
public static unsafe class LibWebPDecoder
{
    /// <summary>Reads the size of a WebP file without decoding it.</summary>
    /// <param name="webP">The whole file.</param>
    /// <param name="shape">Size of the picture, or default when the header cannot be read.</param>
    /// <returns>True when the header could be read.</returns>
    /// <exception cref="Core.Errors.FeatureForgeException">libwebp is not installed; the message says how to install it.</exception>
    public static bool ReadShape(ReadOnlySpan<byte> webP, out ImageShape shape)
    {
        NativeLibraries.Require(NativeLibraries.WebP);
        int width = 0, height = 0, known;
        fixed (byte* source = webP)
            known = WebPLibrary.GetInfo(source, (nuint)webP.Length, &width, &height);
        shape = known != 0 ? new ImageShape(width, height) : default;
        return known != 0;
    }

    /// <summary>Decodes to packed RGB; alpha is dropped, the colour stored under it shows.</summary>
    /// <param name="webP">The whole file.</param>
    /// <param name="shape">Size that the file declares.</param>
    /// <param name="pixels">uint8 RGB, at least <see cref="ImageShape.RgbBytes"/> bytes; undefined after a failure.</param>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    /// <exception cref="Core.Errors.FeatureForgeException">libwebp is not installed; the message says how to install it.</exception>
    public static CodecStatus DecodeRgb(ReadOnlySpan<byte> webP, ImageShape shape, Span<byte> pixels)
    {
        Check(shape, pixels, shape.RgbBytes);
        fixed (byte* source = webP)
        fixed (byte* destination = pixels)
            return WebPLibrary.DecodeRgb(source, (nuint)webP.Length, destination, (nuint)shape.RgbBytes, shape.RowBytes) is null ? CodecStatus.Failed : CodecStatus.Clean;
    }

    /// <summary>Decodes to packed RGB with alpha, not premultiplied.</summary>
    /// <param name="webP">The whole file.</param>
    /// <param name="shape">Size that the file declares.</param>
    /// <param name="pixels">uint8 RGBA, at least 4 bytes for each pixel; undefined after a failure.</param>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    /// <exception cref="Core.Errors.FeatureForgeException">libwebp is not installed; the message says how to install it.</exception>
    public static CodecStatus DecodeRgba(ReadOnlySpan<byte> webP, ImageShape shape, Span<byte> pixels)
    {
        Check(shape, pixels, shape.Pixels * 4);
        fixed (byte* source = webP)
        fixed (byte* destination = pixels)
            return WebPLibrary.DecodeRgba(source, (nuint)webP.Length, destination, (nuint)shape.Pixels * 4, shape.Width * 4) is null ? CodecStatus.Failed : CodecStatus.Clean;
    }

    private static void Check(ImageShape shape, Span<byte> pixels, long bytes)
    {
        NativeLibraries.Require(NativeLibraries.WebP);
        if (pixels.Length < bytes)
            throw new ArgumentException($"A picture of {shape} needs {bytes} bytes, the buffer has {pixels.Length}.", nameof(pixels));
    }
}
