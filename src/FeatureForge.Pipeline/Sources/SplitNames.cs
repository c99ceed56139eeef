namespace FeatureForge.Pipeline.Sources;

/// <summary>Names of splits become file names, so they are plain words.</summary>
internal static class SplitNames
{
    /// <summary>Split of every sample that nothing else decides.</summary>
    public const string Default = "train";

    /// <summary>The rule, for messages.</summary>
    public const string Rule = "a split name is 1 to 32 characters of a-z, 0-9, '_' and '-'";

    private const int LongestName = 32;

    /// <summary>True when the name follows the rule.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        foreach (char letter in name)
        {
            if (!char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter is not ('_' or '-'))
                return false;
        }

        return name.Length is > 0 and <= LongestName;
    }
}
