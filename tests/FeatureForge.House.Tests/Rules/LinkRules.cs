using System.Text.RegularExpressions;
using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests.Rules;

/// <summary>Links and names in Markdown files lead somewhere.</summary>
internal static partial class LinkRules
{
    /// <summary>Links to files and headings that are not there.</summary>
    /// <param name="path">Path of the document.</param>
    /// <param name="text">Its text.</param>
    /// <param name="read">Text of a file of the repository; empty for a folder, null where there is nothing.</param>
    public static IEnumerable<Finding> CheckLinks(string path, string text, Func<string, string?> read)
    {
        string prose = CodeBlocks().Replace(text, block => new string('\n', block.Value.Count(character => character == '\n')));
        foreach (Match match in Links().Matches(prose))
        {
            string target = match.Groups[1].Value;
            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
                continue;
            string[] parts = target.Split('#', 2);
            string file = parts[0].Length == 0 ? path : Resolve(path, parts[0]);
            int line = prose.AsSpan(0, match.Index).Count('\n') + 1;
            string? content = parts[0].Length == 0 ? text : read(file);
            if (content is null)
                yield return new Finding(path, line, target, $"{file} is not in the repository");
            else if (parts.Length == 2 && !Headings().Matches(content).Any(heading => AnchorOf(heading.Groups[1].Value) == parts[1]))
                yield return new Finding(path, line, target, $"{file} has no heading #{parts[1]}");
        }
    }

    /// <summary>
    /// Rows of tables whose header names a column <c>folder</c>, <c>file</c> or <c>main type</c>: paths that do not exist, types that the code does not declare.
    /// </summary>
    /// <param name="path">Path of the document; paths in it are relative to its folder.</param>
    /// <param name="text">Its text.</param>
    /// <param name="exists">Whether a path of the repository exists.</param>
    /// <param name="isType">Whether the product declares a type of that name.</param>
    public static IEnumerable<Finding> CheckTables(string path, string text, Func<string, bool> exists, Func<string, bool> isType)
    {
        string[] header = [];
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith('|'))
            {
                header = [];
                continue;
            }

            string[] cells = [.. lines[i].Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
            if (header.Length == 0)
            {
                header = cells;
                continue;
            }

            for (int column = 0; column < Math.Min(cells.Length, header.Length); column++)
            {
                foreach (string name in CodeSpans().Matches(cells[column]).Select(match => match.Groups[1].Value))
                {
                    if (header[column] is "folder" or "file" && !exists(Resolve(path, name)))
                        yield return new Finding(path, i + 1, name, $"{Resolve(path, name)} is not in the repository");
                    if (header[column] is "main type" or "takes" or "gives" or "type" && !isType(name))
                        yield return new Finding(path, i + 1, name, "is declared by no product file");
                }
            }
        }
    }

    /// <summary>Words that a glossary explains twice.</summary>
    public static IEnumerable<Finding> CheckGlossary(string path, string text)
    {
        string[] lines = text.Split('\n');
        int start = Array.FindIndex(lines, line => line.StartsWith("## Glossary", StringComparison.Ordinal));
        if (start < 0)
        {
            yield return new Finding(path, 0, "Glossary", "there is no \"## Glossary\"");
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = start + 1; i < lines.Length && !lines[i].StartsWith("## ", StringComparison.Ordinal); i++)
        {
            if (GlossaryEntry().Match(lines[i]) is { Success: true } entry && !seen.Add(entry.Groups[1].Value))
                yield return new Finding(path, i + 1, entry.Groups[1].Value, "is explained twice");
        }

        if (seen.Count == 0)
            yield return new Finding(path, start + 1, "Glossary", "explains nothing; an entry is a row | **word** | meaning |");
    }

    private static string Resolve(string document, string target)
    {
        var parts = new Stack<string>(document.Split('/')[..^1]);
        foreach (string part in target.TrimEnd('/').Split('/').Where(part => part is not ("." or "")))
        {
            if (part != "..")
                parts.Push(part);
            else if (!parts.TryPop(out _))
                return target;
        }

        return string.Join('/', parts.Reverse());
    }

    private static string AnchorOf(string heading) =>
        NotInAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlocks();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpans();

    [GeneratedRegex(@"^\| \*\*([^*]+)\*\* \|")]
    private static partial Regex GlossaryEntry();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
