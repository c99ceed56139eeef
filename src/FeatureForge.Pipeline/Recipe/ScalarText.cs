using System.Globalization;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>
/// Reads numbers as people write them in recipes: decimal digits only. YAML 1.1 would read <c>010</c> as 8, <c>1:30</c> as 90
/// and <c>1_0</c> as 10; such spellings are refused rather than guessed.
/// </summary>
internal static class ScalarText
{
    private const int LongestNumber = 40;

    /// <summary>Reads a decimal number; otherwise gives the rule that the text breaks.</summary>
    public static bool TryNumber(RecipeNode node, out double number, out string rule)
    {
        number = 0;
        rule = "must be a number";
        if (node.Kind != RecipeNodeKind.Scalar)
            return false;
        if (!node.IsPlain)
        {
            rule = "must be a number; remove the quotes";
            return false;
        }

        string text = node.Text;
        if (text.TrimStart('+', '-').ToLowerInvariant() is ".nan" or ".inf" or "nan" or "inf" or "infinity")
        {
            rule = "must be a finite number";
            return false;
        }

        if (!IsDecimal(text, out string? spelling))
        {
            rule = spelling ?? rule;
            return false;
        }

        number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        rule = "must be a finite number";
        return double.IsFinite(number);
    }

    /// <summary>Reads a whole number; otherwise gives the rule that the text breaks.</summary>
    public static bool TryInteger(RecipeNode node, out long number, out string rule)
    {
        number = 0;
        if (!TryNumber(node, out _, out rule))
        {
            rule = rule.Replace("a number", "a whole number", StringComparison.Ordinal);
            return false;
        }

        rule = "must be a whole number, written with digits only";
        return long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    private static bool IsDecimal(string text, out string? rule)
    {
        rule = null;
        int at = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        int start = at;
        at = SkipDigits(text, at);
        int whole = at - start;
        int fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            int point = at + 1;
            at = SkipDigits(text, point);
            fraction = at - point;
        }

        if (whole + fraction == 0 || text.Length > LongestNumber)
            return false;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            int exponent = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
            at = SkipDigits(text, exponent);
            if (at == exponent)
                return false;
        }

        if (at < text.Length)
            return false;
        if (whole <= 1 || text[start] != '0')
            return true;
        rule = "must be a number without leading zeros (YAML may read them as octal)";
        return false;
    }

    private static int SkipDigits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at;
    }
}
