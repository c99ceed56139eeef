using System.Text.RegularExpressions;
using FeatureForge.House.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FeatureForge.House.Tests.Rules;

/// <summary>The field's words, one each, written out. Looks at names that the code declares, not at those it is given.</summary>
internal static partial class NameRules
{
    private static readonly string[] s_bannedSuffixes =
        ["Manager", "Managers", "Helper", "Helpers", "Utils", "Util", "Utility", "Utilities", "Common", "Base", "Impl", "Misc"];

    /// <summary>Words that stand for something that has another name here, or that are cut short; with the word to use.</summary>
    private static readonly Dictionary<string, string> s_bannedWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["prior"] = "anchor", ["priors"] = "anchors", ["priorbox"] = "anchor", ["bbox"] = "box", ["bboxes"] = "boxes", ["gt"] = "box", ["iou"] = "IoU",
        ["img"] = "image", ["imgs"] = "images", ["pic"] = "picture", ["idx"] = "index", ["cfg"] = "options", ["config"] = "options", ["tmp"] = "a name for what it holds",
        ["buf"] = "buffer", ["src"] = "source", ["dst"] = "destination", ["dest"] = "destination", ["len"] = "length", ["cnt"] = "count", ["ptr"] = "pointer",
        ["str"] = "text", ["ctx"] = "context", ["mgr"] = "a name for its role", ["coef"] = "coefficient", ["coeff"] = "coefficient", ["coeffs"] = "coefficients",
        ["calc"] = "compute", ["params"] = "options", ["opts"] = "options", ["desc"] = "description", ["err"] = "error", ["msg"] = "message", ["val"] = "value",
        ["vals"] = "values", ["arr"] = "a name for what it holds", ["ch"] = "channel", ["aug"] = "augmentation", ["augs"] = "augmentations", ["dir"] = "folder",
        ["dirs"] = "folders", ["lut"] = "table", ["func"] = "function", ["cur"] = "current", ["prev"] = "previous", ["num"] = "count", ["px"] = "pixels",
    };

    /// <summary>Type and namespace names that say nothing about the role.</summary>
    public static IEnumerable<Finding> CheckSuffixes(SourceFile file)
    {
        foreach (SyntaxToken token in Declared(file.Root).Where(declared => declared.IsType).Select(declared => declared.Token))
        {
            if (s_bannedSuffixes.FirstOrDefault(suffix => EndsWithWord(token.Text, suffix)) is { } suffix)
                yield return file.At(token, token.Text, $"the ending {suffix} says nothing; name the role (Options, Plan, Reader, Writer, Handle ...)");
        }

        foreach (string folder in file.Folders.Where(folder => s_bannedSuffixes.Contains(folder, StringComparer.OrdinalIgnoreCase)))
            yield return new Finding(file.Path, 0, folder, "a folder name that says nothing about what is in it");
    }

    /// <summary>Declared names that hold a banned word or say "default box".</summary>
    public static IEnumerable<Finding> CheckWords(SourceFile file)
    {
        foreach (var (token, _) in Declared(file.Root))
        {
            string[] words = [.. Words().Matches(token.Text.Replace("IoU", "Overlap", StringComparison.Ordinal)).Select(match => match.Value)];
            foreach (string word in words.Where(s_bannedWords.ContainsKey))
                yield return file.At(token, token.Text, $"\"{word}\" is written {s_bannedWords[word]} here");
            for (int i = 1; i < words.Length; i++)
            {
                if (words[i - 1] is ("Default" or "default") && words[i] is ("Box" or "Boxes"))
                    yield return file.At(token, token.Text, "a default box is called anchor here");
            }
        }
    }

    /// <summary>Comments that call an anchor by its other names.</summary>
    public static IEnumerable<Finding> CheckComments(SourceFile file) =>
        from trivia in file.Root.DescendantTrivia(descendIntoTrivia: false)
        where trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia
        from Match match in Synonyms().Matches(trivia.ToFullString())
        select new Finding(file.Path, trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1, match.Value.ToLowerInvariant(), "is called anchor here");

    /// <summary>Every name that a file declares: types, members, parameters, variables.</summary>
    private static IEnumerable<(SyntaxToken Token, bool IsType)> Declared(SyntaxNode root)
    {
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            SyntaxToken token = node switch
            {
                BaseTypeDeclarationSyntax type => type.Identifier,
                DelegateDeclarationSyntax function => function.Identifier,
                MethodDeclarationSyntax method => method.Identifier,
                PropertyDeclarationSyntax property => property.Identifier,
                EnumMemberDeclarationSyntax member => member.Identifier,
                ParameterSyntax parameter => parameter.Identifier,
                VariableDeclaratorSyntax variable => variable.Identifier,
                SingleVariableDesignationSyntax variable => variable.Identifier,
                ForEachStatementSyntax loop => loop.Identifier,
                LocalFunctionStatementSyntax local => local.Identifier,
                TypeParameterSyntax parameter => parameter.Identifier,
                CatchDeclarationSyntax caught => caught.Identifier,
                _ => default,
            };
            if (token.Text is { Length: > 0 })
                yield return (token, node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);
        }
    }

    private static bool EndsWithWord(string name, string suffix) =>
        name.EndsWith(suffix, StringComparison.Ordinal) && (name.Length == suffix.Length || !char.IsUpper(name[^(suffix.Length + 1)]));

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"\bdefault box(es)?\b|\bprior box(es)?\b|\bpriors\b", RegexOptions.IgnoreCase)]
    private static partial Regex Synonyms();
}
