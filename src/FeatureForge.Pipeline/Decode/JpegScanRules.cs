namespace FeatureForge.Pipeline.Decode;

/// <summary>
/// Bounds the time that a progressive file can take. Each scan passes over the whole picture even when the file holds no data for
/// it, so a small file can ask for hours; real ones have about ten scans.
/// </summary>
internal static class JpegScanRules
{
    /// <summary>TurboJPEG refuses more by itself (TJFLAG_LIMITSCANS).</summary>
    private const int MostScans = 500;

    private const int AlwaysAllowedScans = 20;
    private const long MostPixelsPassed = 4_000_000_000;

    /// <summary>Checks how often a file passes over its pixels.</summary>
    /// <param name="scans">The file from its first scan marker on.</param>
    /// <param name="header">Header.</param>
    /// <exception cref="Core.Errors.BadSampleException">The file passes too often.</exception>
    public static void Check(ReadOnlySpan<byte> scans, in JpegHeader header)
    {
        long pixels = header.Shape.Pixels;
        if (pixels * MostScans <= MostPixelsPassed)
            return;
        int count = scans.Count([(byte)0xFF, (byte)0xDA]);
        if (count > AlwaysAllowedScans && pixels * count > MostPixelsPassed)
            throw JpegErrors.TooManyScans(count, pixels, header.ScanOffset);
    }
}
