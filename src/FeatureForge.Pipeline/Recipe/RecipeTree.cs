using FeatureForge.Pipeline.Sources;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>
/// Reads YAML into nodes with line and column. Only what a recipe needs: one document of mappings, lists and scalars. Aliases
/// (a small file can stand for terabytes with them), tags and deep nesting are refused.
/// </summary>
internal sealed class RecipeTree
{
    private const int DeepestNode = 12;
    private readonly Parser _parser;
    private readonly string _file;

    private RecipeTree(string text, string file)
    {
        _parser = new Parser(new StringReader(text));
        _file = file;
    }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="RecipeException">The text is not YAML, or is YAML that a recipe does not need.</exception>
    public static RecipeNode Read(string text, string file)
    {
        var tree = new RecipeTree(text, file);
        try
        {
            return tree.ReadDocument();
        }
        catch (YamlException error)
        {
            throw NotYaml(text, file, (int)error.Start.Line, (int)error.Start.Column);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The parser's scanner answers some broken files so.
            Mark last = tree._parser.Current?.End ?? Mark.Empty;
            throw NotYaml(text, file, (int)last.Line, (int)last.Column);
        }
    }

    private RecipeNode ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            throw Refused(1, 1, "(nothing)", "is all the file holds; a recipe needs at least source, geometry and output");
        _parser.Consume<DocumentStart>();
        RecipeNode root = ReadNode(1);
        _parser.Consume<DocumentEnd>();
        ParsingEvent after = _parser.Consume<ParsingEvent>();
        if (after is not StreamEnd)
            throw Refused(after.Start, "---", "starts a second document; a recipe file holds one");
        return root;
    }

    private RecipeNode ReadNode(int depth)
    {
        ParsingEvent node = _parser.Consume<ParsingEvent>();
        if (node is AnchorAlias alias)
            throw Refused(alias.Start, $"*{ShownText.WithoutControls(alias.Value.Value)}", "is a YAML alias, which recipes do not have; write the value out");
        if (node is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag })
            throw Refused(node.Start, ShownText.WithoutControls(tag.Value), "is a YAML tag, which recipes do not have; leave it out");
        if (depth > DeepestNode)
            throw Refused(node.Start, "(a value)", $"is nested more than {DeepestNode} levels deep, the most a recipe may have");
        return node switch
        {
            SequenceStart list => ReadList(list, depth),
            MappingStart mapping => ReadMapping(mapping, depth),
            _ => Node(RecipeNodeKind.Scalar, node),
        };
    }

    private RecipeNode ReadList(SequenceStart start, int depth)
    {
        RecipeNode list = Node(RecipeNodeKind.List, start);
        while (!_parser.TryConsume<SequenceEnd>(out _))
            list.Items.Add(ReadNode(depth + 1));
        return list;
    }

    private RecipeNode ReadMapping(MappingStart start, int depth)
    {
        RecipeNode mapping = Node(RecipeNodeKind.Mapping, start);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            RecipeNode key = ReadNode(depth + 1);
            if (key.Kind != RecipeNodeKind.Scalar)
                throw Refused(key.Line, key.Column, key.Shown(), "stands where a key must stand; keys are words");
            mapping.Entries.Add(new RecipeEntry(key, ReadNode(depth + 1)));
        }

        return mapping;
    }

    private static RecipeNode Node(RecipeNodeKind kind, ParsingEvent parsed)
    {
        var scalar = parsed as Scalar;
        return new RecipeNode
        {
            Kind = kind,
            Line = (int)parsed.Start.Line,
            Column = (int)parsed.Start.Column,
            Text = scalar?.Value ?? "",
            IsPlain = scalar?.Style == ScalarStyle.Plain,
        };
    }

    private RecipeException Refused(Mark mark, string value, string rule) => Refused((int)mark.Line, (int)mark.Column, value, rule);

    private RecipeException Refused(int line, int column, string value, string rule) =>
        RecipeErrors.Single(_file, new RecipeProblem(line, column, "", value, rule));

    private static RecipeException NotYaml(string text, string file, int line, int column)
    {
        string[] lines = text.Split('\n');
        int at = Math.Clamp(line, 1, lines.Length) - 1;
        // A tab in the indentation makes the parser stumble here or in the line before.
        int tab = Array.FindIndex(lines, at, Math.Min(2, lines.Length - at), IsIndentedWithTab);
        if (tab >= 0)
            return Broken(file, tab + 1, lines[tab].IndexOf('\t', StringComparison.Ordinal) + 1, lines[tab], "is indented with a tab; YAML allows spaces only");
        return Broken(file, at + 1, Math.Max(1, column), lines[at], "is not YAML; look near this line for a bracket, quote, colon or space that is missing or too much");
    }

    private static RecipeException Broken(string file, int line, int column, string seen, string rule)
    {
        var shown = new RecipeNode { Kind = RecipeNodeKind.Scalar, Line = line, Column = column, Text = seen.Trim(), IsPlain = true };
        return RecipeErrors.Single(file, new RecipeProblem(line, column, "", $"'{shown.Shown()}'", rule));
    }

    private static bool IsIndentedWithTab(string line) => line.AsSpan(0, line.Length - line.AsSpan().TrimStart().Length).Contains('\t');
}
