using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FeatureForge.House.Tests.Sources;

/// <summary>C# files that are read together, with the meaning of their names.</summary>
internal sealed class SourceTree
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; " +
        "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly Lazy<SourceTree> s_product = new(() => new SourceTree([.. All!.Where(file => file.IsProduct)]));
    private static readonly Lazy<PortableExecutableReference[]> s_references = new(() => [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => !Path.GetFileName(path).StartsWith("FeatureForge", StringComparison.OrdinalIgnoreCase))
        .Select(path => MetadataReference.CreateFromFile(path))]);

    private readonly Lazy<CSharpCompilation> _compilation;
    private readonly Lazy<List<SymbolUse>> _uses;

    private SourceTree(IReadOnlyList<SourceFile> files)
    {
        Files = files;
        _compilation = new(Compile);
        _uses = new(FindUses);
    }

    /// <summary>Every C# file of the project: product, tests and benchmarks.</summary>
    public static IReadOnlyList<SourceFile> All { get; } = [.. TrackedFiles.Ending(".cs").Select(path => new SourceFile(path, TrackedFiles.Read(path)))];

    /// <summary>The files below <c>src</c>, compiled together as one.</summary>
    public static SourceTree Product => s_product.Value;

    /// <summary>Files in path order.</summary>
    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>All files as one compilation, so that internal names resolve across projects too.</summary>
    public CSharpCompilation Compilation => _compilation.Value;

    /// <summary>Every name in the files that stands for a type or a member, with what it stands for.</summary>
    public IReadOnlyList<SymbolUse> Uses => _uses.Value;

    /// <summary>A tree made of snippets, for tests of the rules themselves.</summary>
    public static SourceTree Of(params (string Path, string Text)[] snippets) => new([.. snippets.Select(snippet => new SourceFile(snippet.Path, snippet.Text))]);

    private CSharpCompilation Compile()
    {
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        IEnumerable<SyntaxTree> trees = [new SourceFile("ImplicitUsings.g.cs", ImplicitUsings).Tree, .. Files.Select(file => file.Tree)];
        return CSharpCompilation.Create("FeatureForge.AllProducts", trees, s_references.Value, options);
    }

    private List<SymbolUse> FindUses()
    {
        var uses = new List<SymbolUse>();
        foreach (SourceFile file in Files)
        {
            SemanticModel model = Compilation.GetSemanticModel(file.Tree);
            foreach (SimpleNameSyntax name in file.Root.DescendantNodes(descendIntoTrivia: false).OfType<SimpleNameSyntax>())
            {
                SymbolInfo info = model.GetSymbolInfo(name);
                ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
                if (symbol is not (null or INamespaceSymbol or ILocalSymbol or IParameterSymbol or ITypeParameterSymbol or IRangeVariableSymbol or ILabelSymbol))
                    uses.Add(new SymbolUse(file, name, symbol));
            }
        }

        return uses;
    }
}
