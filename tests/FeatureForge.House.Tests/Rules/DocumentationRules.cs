using System.Text.RegularExpressions;
using System.Xml.Linq;
using FeatureForge.House.Tests.Sources;
using Microsoft.CodeAnalysis;

namespace FeatureForge.House.Tests.Rules;

/// <summary>Every public member is documented, and the documents name only what is there.</summary>
internal static partial class DocumentationRules
{
    private const string UndocumentedMember = "CS1591";

    /// <summary>Public members without a comment, and comments that do not fit their member, as the compiler sees them.</summary>
    public static IEnumerable<Finding> CheckMembers(SourceTree tree) =>
        from diagnostic in tree.Compilation.GetDiagnostics()
        where diagnostic.Id is UndocumentedMember or "CS1570" or "CS1571" or "CS1572" or "CS1587"
        let place = diagnostic.Location.GetLineSpan()
        let message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)
        select new Finding(place.Path, place.StartLinePosition.Line + 1, Quoted().Match(message) is { Success: true } name ? name.Groups[1].Value : diagnostic.Id, $"{diagnostic.Id}: {message}");

    /// <summary>Comments that only say the name again.</summary>
    public static IEnumerable<Finding> CheckContent(SourceFile file) =>
        from Match match in EmptyPhrases().Matches(file.Text)
        let line = file.Text.AsSpan(0, match.Index).Count('\n') + 1
        select new Finding(file.Path, line, match.Groups[1].Value, "says only the name again; say purpose, shape, range and unit");

    /// <summary>Settings that would let an undocumented member pass the build.</summary>
    /// <param name="root">Text of <c>Directory.Build.props</c> at the root.</param>
    /// <param name="settings">Path and text of every other file that holds build settings.</param>
    public static IEnumerable<Finding> CheckSettings(string root, IEnumerable<(string Path, string Text)> settings)
    {
        XDocument props = XDocument.Parse(root);
        foreach (string name in new[] { "GenerateDocumentationFile", "TreatWarningsAsErrors" })
        {
            if (!props.Descendants(name).Any(element => element.Value == "true"))
                yield return new Finding("Directory.Build.props", 0, name, "must be true, so that a missing comment fails the build");
        }

        foreach (var (path, text) in settings.Append(("Directory.Build.props", root)))
        {
            bool isTest = path.StartsWith("tests/", StringComparison.Ordinal) || path.StartsWith("benchmarks/", StringComparison.Ordinal);
            foreach (Match match in Silencers().Matches(text).Where(_ => !isTest))
                yield return new Finding(path, text.AsSpan(0, match.Index).Count('\n') + 1, match.Value.Trim(), "would let an undocumented public member pass the build");
        }
    }

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"<summary>\s*(?:///)?\s*(Gets or sets|Gets the|Initializes a new instance|Constructor|Default constructor)\b")]
    private static partial Regex EmptyPhrases();

    [GeneratedRegex(@"<NoWarn>[^<]*1591|dotnet_diagnostic\.CS1591\.severity|<WarningsNotAsErrors>[^<]*|<GenerateDocumentationFile>\s*false|<TreatWarningsAsErrors>\s*false|#pragma warning disable [^\n]*1591|<NoWarn>1591")]
    private static partial Regex Silencers();
}
