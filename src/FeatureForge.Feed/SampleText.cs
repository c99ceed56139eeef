using System.Text;

namespace FeatureForge.Feed;

/// <summary>Sample keys as messages show them.</summary>
internal static class SampleText
{
    private const int ShownBytes = 200;

    /// <summary>A key as text, shortened; bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="key">Sample key, UTF-8.</param>
    public static string Of(ReadOnlyMemory<byte> key) => Encoding.UTF8.GetString(key.Span[..Math.Min(key.Length, ShownBytes)]);
}
