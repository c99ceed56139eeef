using System.Text.RegularExpressions;

namespace FeatureForge.Gpu.Driver;

/// <summary>Kernels that share one body are made by a macro with FF_KERNEL in it; this writes them out, so that their heads can be read.</summary>
internal static partial class KernelMacros
{
    private const string Mark = "FF_KERNEL";

    /// <summary>The text with each use of such a macro replaced by its body, and without the definitions. Other macros stay as they are.</summary>
    /// <param name="text">Text without comments.</param>
    public static string Expand(string text)
    {
        string joined = text.Replace("\\\r\n", " ", StringComparison.Ordinal).Replace("\\\n", " ", StringComparison.Ordinal);
        Match[] macros = [.. Definitions().Matches(joined).Where(IsOfKernels)];
        string rest = Definitions().Replace(joined, definition => IsOfKernels(definition) ? "" : definition.Value);
        foreach (Match macro in macros)
        {
            string[] names = Split(macro.Groups["names"].Value);
            rest = Regex.Replace(rest, $@"\b{macro.Groups["name"].Value}\s*\(([^()]*)\)", use => Substitute(macro.Groups["body"].Value, names, Split(use.Groups[1].Value)));
        }

        return rest;
    }

    private static bool IsOfKernels(Match definition) => definition.Groups["body"].Value.Contains(Mark, StringComparison.Ordinal);

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.TrimEntries);

    private static string Substitute(string body, string[] names, string[] values) =>
        Words().Replace(body, word => Array.IndexOf(names, word.Value) is var place and >= 0 && place < values.Length ? values[place] : word.Value);

    [GeneratedRegex(@"^[ \t]*#[ \t]*define[ \t]+(?<name>\w+)\((?<names>[^)]*)\)(?<body>.*)$", RegexOptions.Multiline)]
    private static partial Regex Definitions();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
