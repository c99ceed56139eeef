using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FeatureForge.House.Tests.Sources;

/// <summary>One C# file with its syntax tree.</summary>
internal sealed class SourceFile
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Preview, DocumentationMode.Diagnose);

    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        Tree = CSharpSyntaxTree.ParseText(text, s_options, path);
        Root = Tree.GetRoot();
    }

    /// <summary>Path relative to the repository, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>Syntax tree.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>Root of the tree.</summary>
    public SyntaxNode Root { get; }

    /// <summary>True for product code, the files below <c>src</c>.</summary>
    public bool IsProduct => Path.StartsWith("src/", StringComparison.Ordinal);

    /// <summary>Folders of the path, the file name left out.</summary>
    public string[] Folders => Path.Split('/')[..^1];

    /// <summary>Namespace that the path asks for: the project, then the folders below it.</summary>
    public string ExpectedNamespace => string.Join('.', Folders[1..]);

    /// <summary>Number of lines, a last line without text not counted.</summary>
    public int LineCount => Tree.GetText().Lines.Count - (Text.EndsWith('\n') ? 1 : 0);

    /// <summary>Line of a node, from 1.</summary>
    public static int LineOf(SyntaxNodeOrToken node) => node.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>A finding at a node of this file.</summary>
    public Finding At(SyntaxNodeOrToken node, string subject, string message) => new(Path, LineOf(node), subject, message);
}
