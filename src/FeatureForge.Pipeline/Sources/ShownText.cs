namespace FeatureForge.Pipeline.Sources;

/// <summary>Foreign text as messages show it: short and without control characters, so that a file cannot write to the terminal.</summary>
internal static class ShownText
{
    private const int ShownCharacters = 80;

    /// <summary>The beginning of a text in quotes.</summary>
    public static string Quote(ReadOnlySpan<char> text) =>
        text.Length <= ShownCharacters ? $"'{WithoutControls(text)}'" : $"'{WithoutControls(text[..ShownCharacters])}...'";

    /// <summary>The text with <c>?</c> in place of control characters and broken surrogates.</summary>
    public static string WithoutControls(ReadOnlySpan<char> text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (int i = 0; i < source.Length; i++)
            target[i] = char.IsControl(source[i]) || IsLoneSurrogate(source, i) ? '?' : source[i];
    });

    /// <summary>True when the text has a control character.</summary>
    public static bool HasControls(ReadOnlySpan<char> text)
    {
        foreach (char letter in text)
        {
            if (char.IsControl(letter))
                return true;
        }

        return false;
    }

    private static bool IsLoneSurrogate(ReadOnlySpan<char> text, int at) =>
        (char.IsHighSurrogate(text[at]) && (at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])))
        || (char.IsLowSurrogate(text[at]) && (at == 0 || !char.IsHighSurrogate(text[at - 1])));
}
