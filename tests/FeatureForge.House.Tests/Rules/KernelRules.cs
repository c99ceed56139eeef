using System.Text.RegularExpressions;
using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests.Rules;

/// <summary>Every kernel states what it costs: the bytes that it must move and its operations.</summary>
internal static partial class KernelRules
{
    private static readonly (string Subject, string[] Words)[] s_counts = [("Traffic", ["Traffic:"]), ("Operations", ["Operations", "Work:"])];

    /// <summary>Kernels without a count, neither in the comment before them nor in the head of their file.</summary>
    /// <param name="path">File.</param>
    /// <param name="text">Its text.</param>
    public static IEnumerable<Finding> CheckCounts(string path, string text)
    {
        string head = Comment().Match(text) is { Success: true, Index: 0 } comment ? comment.Value : "";
        foreach (Match kernel in Kernel().Matches(text))
        {
            string before = text[..kernel.Index].TrimEnd();
            string own = before.EndsWith("*/", StringComparison.Ordinal) ? before[before.LastIndexOf("/*", StringComparison.Ordinal)..] : "";
            foreach (var (subject, words) in s_counts)
            {
                if (!words.Any(word => head.Contains(word, StringComparison.Ordinal) || own.Contains(word, StringComparison.Ordinal)))
                    yield return new Finding(path, text.AsSpan(0, kernel.Index).Count('\n') + 1, subject, $"a kernel whose comment and whose file's head say nothing of \"{words[0]}\"; count it as the others do");
            }
        }
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\s*FF_KERNEL\(", RegexOptions.Multiline)]
    private static partial Regex Kernel();
}
