using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;

namespace FeatureForge.Pipeline.Decode;

/// <summary>Decodes PNG of every colour type and bit depth as Pillow's <c>convert("RGB")</c> does; 16 bits keep the high byte, gamma and colour profiles are ignored.</summary>
public sealed class PngDecoder : IImageDecoder
{
    /// <summary>Deflate cannot expand data by more than this factor.</summary>
    private const int LargestExpansion = 1032;

    private readonly DecodeOptions _options;
    private readonly SpngDecoder _decoder = new();

    /// <summary>Opens the codec.</summary>
    /// <param name="options">Section <c>decode</c> of the recipe.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">libspng is not installed; the message says how to install it.</exception>
    public PngDecoder(DecodeOptions options) => _options = options;

    /// <inheritdoc/>
    public DecodePlan Plan(ReadOnlySpan<byte> encoded)
    {
        if (!ImageSignature.IsPng(encoded))
            throw ImageSignature.Refuse(encoded);
        PngHeader header = PngHeaderReader.Read(encoded);
        ImageShape shape = header.Shape;
        if (shape.Pixels > _options.MaxPixels)
            throw DecodeErrors.TooLarge(shape, _options.MaxPixels, PngHeader.Offset);
        long needed = shape.Pixels * header.BitsPerPixel / 8 / LargestExpansion;
        if (encoded.Length < needed)
            throw DecodeErrors.TooShortForSize("PNG", shape, encoded.Length, needed);
        long scratchBytes = shape.Pixels * ChannelsDecoded(header) + UprightRows.BandBytes(shape, header.Orientation);
        if (scratchBytes > Array.MaxLength)
            throw DecodeErrors.LargerThanBuffer(shape, scratchBytes, PngHeader.Offset);
        return new DecodePlan(ImageFormat.Png, shape, header.Orientation, scratchBytes);
    }

    /// <inheritdoc/>
    public bool Run(ReadOnlySpan<byte> encoded, in DecodePlan plan, RowRange rows, Span<byte> scratch, IRowConsumer consumer)
    {
        ImageShape shape = plan.Stored;
        int bandBytes = (int)UprightRows.BandBytes(shape, plan.Orientation);
        Span<byte> pixels = scratch[..(int)(plan.ScratchBytes - bandBytes)];
        bool hasAlpha = pixels.Length > shape.RgbBytes;
        CodecStatus status = hasAlpha ? _decoder.DecodeRgba(encoded, shape, pixels) : _decoder.DecodeRgb(encoded, shape, pixels);
        if (status == CodecStatus.Truncated)
            throw DecodeErrors.Truncated("PNG", _decoder.LastMessage, encoded.Length);
        if (status == CodecStatus.Failed)
            throw DecodeErrors.Damaged("PNG", _decoder.LastMessage);
        bool warned = status == CodecStatus.Warned || !PngHeaderReader.Read(encoded).HasEnd;
        if (warned && _options.Warnings == WarningPolicy.Quarantine)
            throw DecodeErrors.Warned("PNG", status == CodecStatus.Warned ? _decoder.LastMessage : "the end chunk (IEND) is missing");
        if (hasAlpha)
            AlphaComposite.Run(pixels, _options.Alpha == AlphaTreatment.White ? byte.MaxValue : byte.MinValue);
        UprightRows.Deliver(new ReadOnlyImageView(shape, pixels), plan.Orientation, rows, scratch.Slice(pixels.Length, bandBytes), consumer);
        return warned;
    }

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();

    private int ChannelsDecoded(in PngHeader header) => header.HasTransparency && _options.Alpha != AlphaTreatment.Drop ? 4 : ImageShape.Channels;
}
