using FeatureForge.Core.Shapes;

namespace FeatureForge.Native;

/// <summary>
/// Decodes PNG of any colour type and bit depth to 8 bits per channel by libspng: 16 bits keep the high byte, gamma is not
/// applied. A file whose pixels could all be unpacked but whose last checksum is wrong is warned of. One per worker; allocates no managed memory per call.
/// </summary>
public sealed unsafe class SpngDecoder : IDisposable
{
    private const nuint SmallestChunkLimit = 1 << 20;
    private const nuint CacheLimit = 32 << 20;
    private const int StatusEndOfStream = -1;
    private const int StatusWrongWidth = 5;
    private const int StatusDataTooShort = 62;
    private const int StatusEndOfFile = 68;
    private readonly SpngHandle _handle = new(SpngLibrary.ContextDecoder);
    private int _lastStatus;

    /// <summary>Opens the codec.</summary>
    /// <exception cref="Core.Errors.FeatureForgeException">libspng is not installed; the message says how to install it.</exception>
    public SpngDecoder() => NativeLibraries.Require(NativeLibraries.Spng);

    /// <summary>What the codec said about the last file that was not <see cref="CodecStatus.Clean"/>.</summary>
    public string LastMessage => SpngLibrary.Describe(_lastStatus);

    /// <summary>Decodes to packed RGB; transparency is dropped, the colour stored under it shows.</summary>
    /// <param name="png">The whole file.</param>
    /// <param name="shape">Size that the file declares; a file with another size fails.</param>
    /// <param name="pixels">uint8 RGB, at least <see cref="ImageShape.RgbBytes"/> bytes; undefined after a failure.</param>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    public CodecStatus DecodeRgb(ReadOnlySpan<byte> png, ImageShape shape, Span<byte> pixels) =>
        Decode(png, shape, pixels, shape.RgbBytes, SpngLibrary.FormatRgb8, 0);

    /// <summary>Decodes to packed RGB with alpha, palette and colour-key transparency included.</summary>
    /// <param name="png">The whole file.</param>
    /// <param name="shape">Size that the file declares; a file with another size fails.</param>
    /// <param name="pixels">uint8 RGBA, at least 4 bytes for each pixel; undefined after a failure.</param>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    public CodecStatus DecodeRgba(ReadOnlySpan<byte> png, ImageShape shape, Span<byte> pixels) =>
        Decode(png, shape, pixels, shape.Pixels * 4, SpngLibrary.FormatRgba8, SpngLibrary.DecodeTransparency);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private CodecStatus Decode(ReadOnlySpan<byte> png, ImageShape shape, Span<byte> pixels, long bytes, int format, int flags)
    {
        if (pixels.Length < bytes)
            throw new ArgumentException($"A picture of {shape} needs {bytes} bytes, the buffer has {pixels.Length}.", nameof(pixels));
        fixed (byte* source = png)
        fixed (byte* destination = pixels)
        {
            _handle.Renew();
            _lastStatus = Open(source, (nuint)png.Length, shape);
            nuint size = 0;
            if (_lastStatus == 0)
                _lastStatus = SpngLibrary.GetDecodedSize(_handle, format, &size);
            if (_lastStatus == 0 && size != (nuint)bytes)
                _lastStatus = StatusWrongWidth;
            if (_lastStatus == 0)
                _lastStatus = SpngLibrary.DecodeImage(_handle, destination, size, format, flags);
            bool decoded = _lastStatus == 0;

            // The picture is complete before its last checksum is read. A wrong one does not stop Pillow either.
            if (decoded)
                _lastStatus = SpngLibrary.DecodeChunks(_handle);
            _handle.Clear();
            return Status(decoded);
        }
    }

    private CodecStatus Status(bool decoded) => _lastStatus switch
    {
        0 => CodecStatus.Clean,
        _ when decoded => CodecStatus.Warned,
        StatusEndOfStream or StatusDataTooShort or StatusEndOfFile => CodecStatus.Truncated,
        _ => CodecStatus.Failed,
    };

    private int Open(byte* png, nuint length, ImageShape shape)
    {
        int status = SpngLibrary.SetImageLimits(_handle, (uint)shape.Width, (uint)shape.Height);
        if (status == 0)
            status = SpngLibrary.SetChunkLimits(_handle, nuint.Max(length, SmallestChunkLimit), nuint.Max(length, CacheLimit));
        return status == 0 ? SpngLibrary.SetSource(_handle, png, length) : status;
    }
}
