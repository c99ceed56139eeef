using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Gpu.Execution;

/// <summary>Why a sample is made on the processor although the run has a device, in stable kebab-case words for reports.</summary>
internal static class HostReasons
{
    /// <summary>PNG files.</summary>
    public const string Png = "png";

    /// <summary>WebP files.</summary>
    public const string WebP = "webp";

    /// <summary>Samples of fidelity <c>fast</c> that the processor compares with the reference.</summary>
    public const string Compared = "compared";

    /// <summary>Pictures that alone would not fit into the memory of a batch.</summary>
    public const string TooLarge = "too-large";

    /// <summary>Samplings that no encoder writes, and pictures so small that libjpeg-turbo decodes them at another scale than asked.</summary>
    public const string Sampling = "sampling";

    /// <summary>Samples of a batch that the device failed on.</summary>
    public const string Redone = "redone";

    /// <summary>The device ran out of memory.</summary>
    public const string OutOfMemory = "out-of-memory";

    /// <summary>The device is gone.</summary>
    public const string DeviceLost = "device-lost";

    /// <summary>Word for what the engine's own JPEG decoder leaves to libjpeg-turbo.</summary>
    /// <param name="refusal">Refusal, not <see cref="JpegRefusal.None"/>.</param>
    public static string Of(JpegRefusal refusal) => refusal switch
    {
        JpegRefusal.Arithmetic => "arithmetic",
        JpegRefusal.Coding => "coding",
        JpegRefusal.Sampling => Sampling,
        JpegRefusal.ScanOrder => "scan-order",
        JpegRefusal.Incomplete => "incomplete",
        JpegRefusal.SeveralScans => "several-scans",
        JpegRefusal.Tables => "tables",
        JpegRefusal.Markers => "markers",
        JpegRefusal.ScanEnd => "scan-end",
        _ => "damaged",
    };
}
