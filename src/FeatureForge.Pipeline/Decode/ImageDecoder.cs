using FeatureForge.Core.Samples;

namespace FeatureForge.Pipeline.Decode;

/// <summary>Stage 2: decodes whatever format the file's first bytes show, never trusting its name. One instance per worker.</summary>
public sealed class ImageDecoder : IImageDecoder
{
    private readonly bool _scales;
    private readonly JpegDecoder _jpeg;
    private readonly PngDecoder _png;
    private readonly WebPDecoder _webP;

    /// <summary>Opens the codecs.</summary>
    /// <param name="options">Section <c>decode</c> of the recipe.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">A codec is not installed; the message says how to install it.</exception>
    public ImageDecoder(DecodeOptions options)
    {
        Native.NativeLibraries.RequireCodecs();
        _scales = options.DctScale == DctScale.Auto;
        _jpeg = new JpegDecoder(options);
        _png = new PngDecoder(options);
        _webP = new WebPDecoder(options);
    }

    /// <summary>JPEG pictures run by the reason for which libjpeg-turbo decoded them; see <see cref="JpegDecoder.Refusals"/>.</summary>
    public ReadOnlySpan<long> JpegRefusals => _jpeg.Refusals;

    /// <inheritdoc/>
    public DecodePlan Plan(ReadOnlySpan<byte> encoded)
    {
        if (ImageSignature.IsJpeg(encoded))
            return _jpeg.Plan(encoded);
        if (ImageSignature.IsPng(encoded))
            return _png.Plan(encoded);
        return ImageSignature.IsWebP(encoded) ? _webP.Plan(encoded) : throw ImageSignature.Refuse(encoded);
    }

    /// <summary>Plans as with fidelity <c>reference</c>, whatever the recipe says.</summary>
    /// <param name="encoded">The whole file.</param>
    /// <exception cref="Core.Errors.BadSampleException">As for <see cref="Plan"/>.</exception>
    public DecodePlan PlanReference(ReadOnlySpan<byte> encoded) => ImageSignature.IsJpeg(encoded) ? _jpeg.Plan(encoded, DecodeFidelity.Reference) : Plan(encoded);

    /// <summary>The same plan, decoding smaller where the recipe allows it and the resize leaves room for it.</summary>
    /// <param name="plan">What <see cref="Plan"/> gave.</param>
    /// <param name="reduction">How many times smaller the resize makes the picture, in the direction in which it is less.</param>
    public DecodePlan Scaled(in DecodePlan plan, double reduction) => _scales ? JpegPlaneRules.Scaled(plan, reduction) : plan;

    /// <inheritdoc/>
    public bool Run(ReadOnlySpan<byte> encoded, in DecodePlan plan, RowRange rows, Span<byte> scratch, IRowConsumer consumer) => plan.Format switch
    {
        ImageFormat.Jpeg => _jpeg.Run(encoded, plan, rows, scratch, consumer),
        ImageFormat.Png => _png.Run(encoded, plan, rows, scratch, consumer),
        ImageFormat.WebP => _webP.Run(encoded, plan, rows, scratch, consumer),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Format, "Not a format that is decoded."),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _jpeg.Dispose();
        _png.Dispose();
        _webP.Dispose();
    }
}
