namespace FeatureForge.Native;

/// <summary>
/// The messages after which libjpeg goes on decoding (those called JWRN in its jerror.h); after any other one it gave up. Their
/// texts have not changed since libjpeg 6.
/// </summary>
internal static class JpegWarnings
{
    /// <summary>Whether a message is one of them. A message that is not known counts as an error: refusing a file is safe, unwritten pixels are not.</summary>
    /// <param name="message">Text of the codec, UTF-8.</param>
    public static bool Include(ReadOnlySpan<byte> message) =>
        message.StartsWith("Corrupt JPEG data: "u8)
        || message.StartsWith("Premature end of JPEG file"u8)
        || message.StartsWith("Inconsistent progression sequence"u8)
        || message.StartsWith("Invalid SOS parameters for sequential JPEG"u8)
        || message.StartsWith("Unknown Adobe color transform code"u8)
        || message.StartsWith("Warning: unknown JFIF revision number"u8);
}
