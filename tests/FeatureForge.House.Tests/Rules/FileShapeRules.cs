using FeatureForge.House.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FeatureForge.House.Tests.Rules;

/// <summary>One concept per file under its own name, and sizes that a reader can take in.</summary>
internal static class FileShapeRules
{
    /// <summary>Most lines of a file.</summary>
    public const int MostLines = 400;

    /// <summary>Most lines of a function.</summary>
    public const int MostFunctionLines = 60;

    /// <summary>Most parameters of a public method.</summary>
    public const int MostParameters = 5;

    private static readonly string[] s_filesWithoutType = ["Program", "AssemblyInfo", "GlobalUsings"];

    /// <summary>Files with several top-level types, or with one that the file is not named after.</summary>
    public static IEnumerable<Finding> CheckTypes(SourceFile file)
    {
        string stem = Path.GetFileNameWithoutExtension(file.Path);
        MemberDeclarationSyntax[] types = [.. file.Root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>().Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)];
        if (types.Length == 0)
        {
            if (!s_filesWithoutType.Contains(stem))
                yield return new Finding(file.Path, 1, stem, "a file without a type; only Program.cs and AssemblyInfo.cs may be one");
            yield break;
        }

        foreach (MemberDeclarationSyntax type in types.Skip(1).Where(type => NameOf(type) != NameOf(types[0])))
            yield return file.At(type, NameOf(type), "a second top-level type in one file; give it its own");
        if (stem.Split('.')[0] != NameOf(types[0]))
            yield return file.At(types[0], NameOf(types[0]), $"lies in {stem}.cs; the file is named Type.cs or Type.Aspect.cs");
    }

    /// <summary>Namespaces that do not follow the folders, or that are not file-scoped.</summary>
    public static IEnumerable<Finding> CheckNamespace(SourceFile file)
    {
        foreach (BaseNamespaceDeclarationSyntax declared in file.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
        {
            if (declared is not FileScopedNamespaceDeclarationSyntax)
                yield return file.At(declared, declared.Name.ToString(), "a namespace with braces; write it file-scoped");
            if (declared.Name.ToString() != file.ExpectedNamespace)
                yield return file.At(declared, declared.Name.ToString(), $"the folder asks for the namespace {file.ExpectedNamespace}");
        }
    }

    /// <summary>Files that are too long.</summary>
    public static IEnumerable<Finding> CheckLength(SourceFile file)
    {
        if (file.LineCount > MostLines && !file.Path.EndsWith(".g.cs", StringComparison.Ordinal))
            yield return new Finding(file.Path, file.LineCount, Path.GetFileName(file.Path), $"{file.LineCount} lines, at most {MostLines}");
    }

    /// <summary>Functions that are too long: methods, constructors, accessors, operators and local functions, from their first line to the last.</summary>
    public static IEnumerable<Finding> CheckFunctions(SourceFile file) =>
        from node in file.Root.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
        let span = node.SyntaxTree.GetLineSpan(node.Span)
        let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
        where lines > MostFunctionLines
        select file.At(node, FunctionName(node), $"{lines} lines, at most {MostFunctionLines}");

    /// <summary>Public methods and constructors with too many parameters. Positional records are lists of properties, and bindings take what the library takes; both may be longer.</summary>
    public static IEnumerable<Finding> CheckParameters(SourceFile file) =>
        from method in file.Root.DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
        where method.Modifiers.Any(SyntaxKind.PublicKeyword) || method.Parent is InterfaceDeclarationSyntax
        where !method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() is "LibraryImport" or "DllImport")
        let count = method.ParameterList.Parameters.Count
        where count > MostParameters
        select file.At(method, FunctionName(method), $"{count} parameters, at most {MostParameters}; then an options record");

    private static string NameOf(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax function ? function.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    private static string FunctionName(SyntaxNode node)
    {
        string type = node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault()?.Identifier.Text ?? "Program";
        string name = node switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            ConstructorDeclarationSyntax => "constructor",
            LocalFunctionStatementSyntax local => local.Identifier.Text,
            AccessorDeclarationSyntax accessor => $"{(accessor.Ancestors().OfType<PropertyDeclarationSyntax>().FirstOrDefault()?.Identifier.Text) ?? "this"}.{accessor.Keyword.Text}",
            _ => "operator",
        };
        return $"{type}.{name}";
    }
}
