using System.Text.RegularExpressions;
using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests.Rules;

/// <summary>What every kernel keeps to: it states its cost, and lanes that meet at barriers go through its loops together.</summary>
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

    /// <summary>Loops of kernels with barriers that start at the lane and end at a number known at run time; see kernels/README.md.</summary>
    /// <param name="path">File.</param>
    /// <param name="text">Its text.</param>
    public static IEnumerable<Finding> CheckLoops(string path, string text)
    {
        int[] starts = [.. Kernel().Matches(text).Select(kernel => kernel.Index), text.Length];
        foreach (var (start, end) in starts.Zip(starts.Skip(1)))
        {
            if (text.AsSpan(start..end).IndexOf("FF_BARRIER()", StringComparison.Ordinal) < 0)
                continue;
            foreach (Match loop in LoopFromLane().Matches(text[start..end]))
                yield return new Finding(path, text.AsSpan(0, start + loop.Index).Count('\n') + 1, loop.Groups["index"].Value, "a loop that some lanes enter and others do not; go in rounds that all lanes share and test the index inside");
        }
    }

    [GeneratedRegex(@"for \([^;=]*\b(?<index>\w+) = [^;]*\b(lane|get_global_id\(0\)|get_local_id\(0\))[^;]*; [^;]*\b\k<index> < (\([a-z]+\))?[a-z]")]
    private static partial Regex LoopFromLane();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\s*FF_KERNEL\(", RegexOptions.Multiline)]
    private static partial Regex Kernel();
}
