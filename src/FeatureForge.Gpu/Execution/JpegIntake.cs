using FeatureForge.Gpu.Pictures;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Gpu.Execution;

/// <summary>The host's half of decoding for a device: says which files the device takes, and makes their coefficients. One instance per worker.</summary>
internal sealed class JpegIntake : IDisposable
{
    /// <summary>Files beyond this size in bytes go one at a time through the processor, which bounds their memory.</summary>
    public const long LargestFile = 64 << 20;

    // 33 megapixels in 4:2:0. A worker keeps the coefficients of its largest picture.
    private const long LargestCoefficients = 96 << 20;

    /// <summary>Decoder of the file looked at last.</summary>
    public FastJpegDecoder Decoder { get; } = new();

    /// <summary>Its coefficients, once they were made.</summary>
    public JpegCoefficients Coefficients { get; } = new();

    /// <summary>Looks at the markers of a sample's file.</summary>
    /// <param name="planned">The sample.</param>
    /// <param name="demand">What the picture needs on the device.</param>
    /// <returns>Why the processor must make it, however much memory the device has; or null.</returns>
    public string? Refuse(in PlannedSample planned, out PictureDemand demand)
    {
        demand = default;
        if (planned.Plan.Format != ImageFormat.Jpeg)
            return planned.Plan.Format == ImageFormat.Png ? HostReasons.Png : HostReasons.WebP;
        if (planned.IsCompared)
            return HostReasons.Compared;
        if (planned.File.Length > LargestFile)
            return HostReasons.TooLarge;
        JpegRefusal refusal = Decoder.Read(planned.File);
        if (refusal != JpegRefusal.None)
            return HostReasons.Of(refusal);
        if (!DevicePictures.Takes(Decoder, planned.Plan))
            return HostReasons.Sampling;
        demand = PictureDemand.Of(planned, Decoder.Frame);
        return demand.CoefficientBytes <= LargestCoefficients ? null : HostReasons.TooLarge;
    }

    /// <summary>Makes the coefficients of the file looked at last.</summary>
    /// <param name="file">The whole file.</param>
    /// <returns>Why the processor must make the sample, or null. A damaged file is judged there.</returns>
    public string? Decode(ReadOnlySpan<byte> file)
    {
        JpegRefusal refusal = Decoder.DecodeCoefficients(file, Coefficients);
        return refusal == JpegRefusal.None ? null : HostReasons.Of(refusal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Decoder.Dispose();
        Coefficients.Dispose();
    }
}
