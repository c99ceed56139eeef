using System.Security.Cryptography;
using FeatureForge.Native;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Decode;

/// <summary>Small files that Pillow drew, and what Pillow makes of them (<c>tests/oracles/make_decode_gold.py</c>).</summary>
internal static class DecodeGold
{
    private static readonly Dictionary<string, string[]> s_cases = File
        .ReadLines(Path.Combine(TestData.Repository, "tests", "FeatureForge.Pipeline.Tests", "Decode", "decode-gold.tsv"))
        .Select(line => line.Split('\t'))
        .ToDictionary(fields => fields[0]);

    public static IEnumerable<string> Names => s_cases.Keys;

    /// <summary>One file; a WebP case skips the test where libwebp, which no run needs, is not installed.</summary>
    public static byte[] Encoded(string name)
    {
        if (name.StartsWith("webp", StringComparison.Ordinal))
            Skip.IfNot(NativeLibraries.WebP.IsAvailable, NativeLibraries.WebP.Reason);
        return Convert.FromBase64String(s_cases[name][1]);
    }

    /// <summary>Size and SHA-256 of the upright RGB picture.</summary>
    public static string Expected(string name) => $"{s_cases[name][2]} {s_cases[name][3]}";

    /// <summary>The same words for a picture of ours.</summary>
    public static string Describe(Core.Shapes.ImageShape shape, ReadOnlySpan<byte> pixels) =>
        $"{shape.Width}x{shape.Height} {Convert.ToHexStringLower(SHA256.HashData(pixels))}";
}
