using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;

namespace FeatureForge.Pipeline.Decode;

/// <summary>Decodes still WebP pictures, lossy and lossless, as Pillow's <c>convert("RGB")</c> does. libwebp is looked for when the first such file comes.</summary>
public sealed class WebPDecoder : IImageDecoder
{
    private readonly DecodeOptions _options;

    /// <summary>Keeps the options.</summary>
    /// <param name="options">Section <c>decode</c> of the recipe.</param>
    public WebPDecoder(DecodeOptions options) => _options = options;

    /// <inheritdoc/>
    /// <exception cref="Core.Errors.FeatureForgeException">libwebp is not installed; the message says how to install it. Not a bad sample: quarantining every WebP photo would hide it.</exception>
    public DecodePlan Plan(ReadOnlySpan<byte> encoded)
    {
        if (!ImageSignature.IsWebP(encoded))
            throw ImageSignature.Refuse(encoded);
        WebPHeader header = WebPHeader.Read(encoded);
        if (header.IsAnimated)
            throw WebPErrors.Animated();
        if (!LibWebPDecoder.ReadShape(encoded, out ImageShape shape))
            throw WebPErrors.BadHeader(encoded.Length);
        if (shape.Pixels > _options.MaxPixels)
            throw DecodeErrors.TooLarge(shape, _options.MaxPixels, 12);
        int channels = _options.Alpha == AlphaTreatment.Drop ? ImageShape.Channels : 4;
        long scratchBytes = shape.Pixels * channels + UprightRows.BandBytes(shape, header.Orientation);
        return new DecodePlan(ImageFormat.WebP, shape, header.Orientation, scratchBytes);
    }

    /// <inheritdoc/>
    public bool Run(ReadOnlySpan<byte> encoded, in DecodePlan plan, RowRange rows, Span<byte> scratch, IRowConsumer consumer)
    {
        ImageShape shape = plan.Stored;
        int bandBytes = (int)UprightRows.BandBytes(shape, plan.Orientation);
        Span<byte> pixels = scratch[..(int)(plan.ScratchBytes - bandBytes)];
        bool hasAlpha = pixels.Length > shape.RgbBytes;
        CodecStatus status = hasAlpha ? LibWebPDecoder.DecodeRgba(encoded, shape, pixels) : LibWebPDecoder.DecodeRgb(encoded, shape, pixels);
        if (status != CodecStatus.Clean)
            throw DecodeErrors.Damaged("WebP", $"libwebp refuses its {encoded.Length} bytes");
        if (hasAlpha)
            AlphaComposite.Run(pixels, _options.Alpha == AlphaTreatment.White ? byte.MaxValue : byte.MinValue);
        UprightRows.Deliver(new ReadOnlyImageView(shape, pixels), plan.Orientation, rows, scratch.Slice(pixels.Length, bandBytes), consumer);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
