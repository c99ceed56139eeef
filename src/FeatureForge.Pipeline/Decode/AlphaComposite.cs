namespace FeatureForge.Pipeline.Decode;

/// <summary>
/// Lays a picture on a grey background: each channel becomes <c>(colour * alpha + background * (255 - alpha) + 127) / 255</c>
/// in whole numbers, which is the exact quotient rounded to the nearest level.
/// </summary>
internal static class AlphaComposite
{
    /// <summary>Turns RGBA into RGB in place; the RGB bytes are packed at the front.</summary>
    /// <param name="pixels">uint8 RGBA, not premultiplied.</param>
    /// <param name="background">Level of all three channels of the background.</param>
    public static void Run(Span<byte> pixels, byte background)
    {
        int target = 0;
        for (int source = 0; source + 3 < pixels.Length; source += 4)
        {
            int alpha = pixels[source + 3];
            int rest = background * (255 - alpha) + 127;
            pixels[target] = (byte)((pixels[source] * alpha + rest) / 255);
            pixels[target + 1] = (byte)((pixels[source + 1] * alpha + rest) / 255);
            pixels[target + 2] = (byte)((pixels[source + 2] * alpha + rest) / 255);
            target += 3;
        }
    }
}
