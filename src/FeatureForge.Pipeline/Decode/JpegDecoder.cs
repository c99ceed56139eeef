using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Pipeline.Decode;

/// <summary>
/// Decodes JPEG (baseline, extended and progressive, Huffman and arithmetic; grey, YCbCr and RGB; any chroma sampling that
/// libjpeg-turbo knows) to the very bytes that Pillow gives. The engine's own decoder is tried first; what it refuses, and the rest
/// of a picture in which it finds damage, comes from libjpeg-turbo, which alone decides what is damaged.
/// </summary>
public sealed class JpegDecoder : IImageDecoder
{
    private const long MostUnplannedBytes = 64 << 20;
    private readonly DecodeOptions _options;
    private readonly TurboJpegDecompressor _decompressor = new();
    private readonly FastJpegDecoder _fast = new();
    private readonly GrowableBuffer _redone = new();
    private readonly long[] _refusals = new long[Enum.GetValues<JpegRefusal>().Length];

    /// <summary>Opens the codec.</summary>
    /// <param name="options">Section <c>decode</c> of the recipe.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">TurboJPEG is not installed; the message says how to install it.</exception>
    public JpegDecoder(DecodeOptions options) => _options = options;

    /// <summary>Pictures run by the reason for which libjpeg-turbo decoded them, <see cref="JpegRefusal.None"/> for those that it did not.</summary>
    public ReadOnlySpan<long> Refusals => _refusals;

    /// <inheritdoc/>
    public DecodePlan Plan(ReadOnlySpan<byte> encoded) => Plan(encoded, _options.Fidelity);

    /// <summary>Plans with a fidelity that need not be that of the options.</summary>
    /// <param name="encoded">The whole file.</param>
    /// <param name="fidelity">Fidelity.</param>
    /// <exception cref="Core.Errors.BadSampleException">The file is no JPEG, or one that is refused.</exception>
    public DecodePlan Plan(ReadOnlySpan<byte> encoded, DecodeFidelity fidelity)
    {
        if (!ImageSignature.IsJpeg(encoded))
            throw ImageSignature.Refuse(encoded);
        JpegHeader header = JpegHeaderReader.Read(encoded);
        JpegHeaderRules.Check(header, encoded.Length, _options.MaxPixels);
        if (header.IsProgressive)
            JpegScanRules.Check(encoded[header.ScanOffset..], header);
        long scratchBytes = ScratchBytes(encoded, header);
        if (scratchBytes > Array.MaxLength)
            throw DecodeErrors.LargerThanBuffer(header.Shape, scratchBytes, header.FrameOffset);
        var plan = new DecodePlan(ImageFormat.Jpeg, header.Shape, header.Orientation, scratchBytes) { CoefficientBytes = JpegMemoryRules.CoefficientBytes(header) };
        return fidelity == DecodeFidelity.Fast ? JpegPlaneRules.Scaled(plan with { Planes = JpegPlaneRules.Planes(header) }, 1) : plan;
    }

    /// <inheritdoc/>
    public bool Run(ReadOnlySpan<byte> encoded, in DecodePlan plan, RowRange rows, Span<byte> scratch, IRowConsumer consumer)
    {
        if (plan.Planes is not null)
            return RunPlanes(encoded, plan, rows, scratch, consumer);
        if (plan is { EntryPoints: { } points, Orientation: Orientation.Upright })
            return TakenBy(_fast.DecodeRows(encoded, points, rows, consumer));
        if (plan.Orientation != Orientation.Upright && _fast.Read(encoded) == JpegRefusal.None && _fast.DecodesInPlace)
            return RunInPlace(encoded, plan, rows, scratch, consumer);
        int pictureBytes = (int)plan.Stored.RgbBytes, next = 0;
        JpegRefusal refusal;
        if (plan.Orientation == Orientation.Upright)
            refusal = _fast.DecodeRows(encoded, rows, toEnd: _options.Warnings == WarningPolicy.Quarantine, consumer, out next);
        else
            refusal = _fast.DecodePicture(encoded, scratch);
        _refusals[(int)refusal]++;
        if (refusal == JpegRefusal.None && plan.Orientation == Orientation.Upright)
            return false;

        // Only a file that was taken, and then turned out to be damaged, has no room planned for the whole picture.
        Span<byte> picture = scratch.Length >= pictureBytes ? scratch[..pictureBytes] : _redone.Ensure(pictureBytes);
        bool warned = refusal != JpegRefusal.None && Redo(encoded, plan.Stored, picture);
        var stored = new ReadOnlyImageView(plan.Stored, picture);
        if (plan.Orientation == Orientation.Upright)
            DeliverFrom(next, stored, consumer);
        else
            UprightRows.Deliver(stored, plan.Orientation, rows, scratch[pictureBytes..], consumer);
        _redone.Trim();
        return warned;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decompressor.Dispose();
        _fast.Dispose();
        _redone.Dispose();
    }

    /// <summary>Turned pictures of several scans.</summary>
    private bool RunInPlace(ReadOnlySpan<byte> encoded, in DecodePlan plan, RowRange rows, Span<byte> scratch, IRowConsumer consumer)
    {
        JpegRefusal refusal = _fast.DecodeInPlace(encoded, out PictureInCoefficients stored);
        _refusals[(int)refusal]++;
        if (refusal == JpegRefusal.None)
        {
            UprightRows.Deliver(stored, plan.Orientation, rows, scratch, consumer);
            _fast.EndInPlace();
            return false;
        }

        int pictureBytes = (int)plan.Stored.RgbBytes, bandBytes = (int)UprightRows.BandBytes(plan.Stored, plan.Orientation);
        Span<byte> picture = scratch.Length - bandBytes >= pictureBytes ? scratch.Slice(bandBytes, pictureBytes) : _redone.Ensure(pictureBytes);
        bool warned = Redo(encoded, plan.Stored, picture);
        UprightRows.Deliver(new ReadOnlyImageView(plan.Stored, picture), plan.Orientation, rows, scratch[..bandBytes], consumer);
        _redone.Trim();
        return warned;
    }

    private bool RunPlanes(ReadOnlySpan<byte> encoded, in DecodePlan plan, RowRange rows, Span<byte> scratch, IRowConsumer consumer)
    {
        if (plan is { EntryPoints: { } points, Divisor: 1 })
            return TakenBy(_fast.DecodePlaneRows(encoded, points, rows, consumer));

        // Scaled decoding is libjpeg-turbo's alone.
        int next = 0;
        if (plan.Divisor == 1)
        {
            JpegRefusal refusal = _fast.DecodePlaneRows(encoded, rows, toEnd: _options.Warnings == WarningPolicy.Quarantine, consumer, out next);
            _refusals[(int)refusal]++;
            if (refusal == JpegRefusal.None)
                return false;
        }

        bool warned = Judge(encoded, _decompressor.DecompressPlanes(encoded, JpegPlaneRules.Layout(plan), scratch));
        JpegPlaneRules.Deliver(scratch, plan, next, consumer);
        return warned;
    }

    /// <summary>Counts a file that was decoded by its entry points; those are only kept for files that libjpeg-turbo decodes without a warning.</summary>
    private bool TakenBy(bool fits)
    {
        if (!fits)
            throw DecodeErrors.EntryPointsContradicted();
        _refusals[(int)JpegRefusal.None]++;
        return false;
    }

    private long ScratchBytes(ReadOnlySpan<byte> encoded, in JpegHeader header)
    {
        long whole = header.Shape.RgbBytes + UprightRows.BandBytes(header.Shape, header.Orientation);
        if (_fast.Read(encoded) != JpegRefusal.None)
            return whole;
        // Room for decoding anew, should the file turn out to be damaged, is planned for large pictures only: callers bound such memory.
        if (header.Orientation == Orientation.Upright)
            return whole > MostUnplannedBytes ? whole : 0;
        if (_fast.DecodesInPlace)
            return whole > MostUnplannedBytes ? whole : whole - header.Shape.RgbBytes;
        return whole + FastJpegDecoder.PictureSlack;
    }

    /// <summary>Decodes the whole picture by libjpeg-turbo; true when it warned.</summary>
    private bool Redo(ReadOnlySpan<byte> encoded, ImageShape shape, Span<byte> picture) => Judge(encoded, _decompressor.Decompress(encoded, shape, picture));

    private bool Judge(ReadOnlySpan<byte> encoded, CodecStatus status)
    {
        if (status == CodecStatus.Failed)
            throw Failure(encoded, _decompressor.LastMessage);
        if (status == CodecStatus.Warned && _options.Warnings == WarningPolicy.Quarantine)
            throw DecodeErrors.Warned("JPEG", _decompressor.LastMessage);
        return status == CodecStatus.Warned;
    }

    /// <summary>Delivers the rows that the engine's own decoder did not.</summary>
    private static void DeliverFrom(int row, ReadOnlyImageView picture, IRowConsumer consumer)
    {
        int rowBytes = picture.Shape.RowBytes, count = picture.Shape.Height - row;
        if (count > 0)
            consumer.Accept(new RowBand(row, count, picture.Pixels[(row * rowBytes)..], rowBytes));
    }

    /// <summary>libjpeg-turbo tells its errors apart by text only.</summary>
    private static Exception Failure(ReadOnlySpan<byte> encoded, string said)
    {
        if (said.Contains("scans", StringComparison.Ordinal))
            return JpegErrors.TooManyScans(said);
        if (said.Contains("ampling", StringComparison.Ordinal))
            return JpegErrors.UnsupportedSampling(JpegHeaderReader.Read(encoded));
        return DecodeErrors.Damaged("JPEG", said);
    }
}
