using System.Text.RegularExpressions;
using FeatureForge.House.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FeatureForge.House.Tests.Rules;

/// <summary>Comments give the reason. No regions, no open ends without an issue, no dead code, no silenced warnings without a reason.</summary>
internal static partial class CommentRules
{
    private const string Unfinished = "NotImplementedException";

    /// <summary>Everything of this kind in one file.</summary>
    public static IEnumerable<Finding> Check(SourceFile file)
    {
        foreach (SyntaxTrivia trivia in file.Root.DescendantTrivia(descendIntoTrivia: false))
        {
            int line = trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            string text = trivia.ToFullString();
            if (trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
                yield return new Finding(file.Path, line, "region", "hides size; divide the file");
            if (trivia.IsKind(SyntaxKind.PragmaWarningDirectiveTrivia) && !ReasonAfterPragma().IsMatch(text))
                yield return new Finding(file.Path, line, "pragma", "a warning is silenced without a reason; add // why");
            if (!IsComment(trivia))
                continue;
            foreach (Match open in OpenEnds().Matches(text).Where(open => !IssueNumber().IsMatch(text)))
                yield return new Finding(file.Path, line, open.Value, "an open end without the number of its issue (#12)");
            if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && DeadCode().IsMatch(text))
                yield return new Finding(file.Path, line, "dead code", $"\"{text.Trim()}\" looks like code that was commented out; delete it");
        }

        foreach (IdentifierNameSyntax name in file.Root.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.Text == Unfinished))
            yield return file.At(name, Unfinished, "something is missing; finish it or refuse it with an error of the room");
    }

    private static bool IsComment(SyntaxTrivia trivia) => trivia.Kind()
        is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia;

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex OpenEnds();

    [GeneratedRegex(@"#\d+")]
    private static partial Regex IssueNumber();

    [GeneratedRegex(@"restore|//\s*\S{2,}")]
    private static partial Regex ReasonAfterPragma();

    [GeneratedRegex(@"^//\s*((var|int|float|double|byte|bool|string|long|uint|ulong|await|return|throw|using)\s+\S.*;|(if|for|foreach|while|switch)\s*\(.*\)\s*(\{|.*;)?|[A-Za-z_][\w.]*\(.*\);|[A-Za-z_][\w.\[\]]*\s*[-+*/|&]?=\s*[^=].*;|[{}]);?\s*$")]
    private static partial Regex DeadCode();
}
