using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FeatureForge.House.Tests.Sources;

/// <summary>A name in a file and the type or member that it stands for.</summary>
/// <param name="File">File that uses the name.</param>
/// <param name="Name">The name.</param>
/// <param name="Symbol">What it stands for.</param>
internal sealed record SymbolUse(SourceFile File, SimpleNameSyntax Name, ISymbol Symbol)
{
    /// <summary>The outermost type that the symbol is or belongs to; null for symbols without one.</summary>
    public INamedTypeSymbol? OutermostType
    {
        get
        {
            INamedTypeSymbol? type = Symbol as INamedTypeSymbol ?? Symbol.ContainingType;
            while (type?.ContainingType is not null)
                type = type.ContainingType;
            return type?.OriginalDefinition;
        }
    }

    /// <summary>Full name of <see cref="OutermostType"/>, without type arguments.</summary>
    public string OutermostTypeName => OutermostType is { } type ? $"{type.ContainingNamespace.ToDisplayString()}.{type.Name}" : "";
}
