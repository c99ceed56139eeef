using FeatureForge.House.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FeatureForge.House.Tests.Rules;

/// <summary>Errors that a user sees are made in one place per room, and nothing is swallowed.</summary>
internal static class ErrorRules
{
    private static readonly string[] s_bare = ["Exception", "SystemException", "ApplicationException", "NullReferenceException", "IndexOutOfRangeException"];
    private static readonly string[] s_forUsers = ["FeatureForgeException", "BadSampleException"];

    /// <summary>Exceptions that say nothing, errors made outside a class of errors, and catch blocks without content.</summary>
    public static IEnumerable<Finding> Check(SourceFile file)
    {
        foreach (ObjectCreationExpressionSyntax creation in file.Root.DescendantNodes().OfType<ObjectCreationExpressionSyntax>())
        {
            string type = creation.Type.ToString().Split('.')[^1];
            if (s_bare.Contains(type))
                yield return file.At(creation, type, "says neither what, nor where, nor what to do; make an error of the room");
            if (creation.Parent is (ThrowStatementSyntax or ThrowExpressionSyntax) && creation.ArgumentList is (null or { Arguments.Count: 0 }))
                yield return file.At(creation, type, "thrown without a message");
            string owner = creation.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault()?.Identifier.Text ?? "Program";
            if (s_forUsers.Contains(type) && !owner.EndsWith("Errors", StringComparison.Ordinal))
                yield return file.At(creation, owner, $"makes a {type}; errors are made in the class {RoomOf(file)}Errors, by methods named by condition");
        }

        foreach (CatchClauseSyntax caught in file.Root.DescendantNodes().OfType<CatchClauseSyntax>())
        {
            bool saysWhy = caught.Block.DescendantTrivia().Any(trivia => trivia.ToString().StartsWith("//", StringComparison.Ordinal));
            if (caught.Block.Statements.Count == 0 && !saysWhy)
                yield return file.At(caught, "catch", "swallows an exception without saying why");
        }
    }

    private static string RoomOf(SourceFile file) => file.Folders.Length > 0 ? file.Folders[^1].Split('.')[^1] : "";
}
