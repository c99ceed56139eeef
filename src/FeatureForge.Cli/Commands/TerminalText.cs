using System.Text;

namespace FeatureForge.Cli.Commands;

/// <summary>Makes text from hostile input (file names, codec messages) harmless for a terminal.</summary>
internal static class TerminalText
{
    /// <summary>Replaces control characters, escape sequences and line breaks among them, by a visible mark.</summary>
    /// <param name="text">Text of any origin.</param>
    public static string Clean(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (char character in text)
            clean.Append(char.IsControl(character) ? '\uFFFD' : character);
        return clean.ToString();
    }
}
