using System.Text;

namespace FeatureForge.Cli.Commands;

/// <summary>Makes text from hostile input (file names, codec messages) harmless for a terminal.</summary>
internal static class TerminalText
{
    /// <summary>Replaces control characters, escape sequences and line breaks among them, and marks that turn the direction of text, by a visible mark.</summary>
    /// <param name="text">Text of any origin.</param>
    public static string Clean(string text)
    {
        if (!text.Any(IsHarmful))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (char character in text)
            clean.Append(IsHarmful(character) ? '\uFFFD' : character);
        return clean.ToString();
    }

    // Directional marks make a line read otherwise than it is; the separators end lines without being control characters.
    private static bool IsHarmful(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
