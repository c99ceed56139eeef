using FeatureForge.House.Tests.Rules;
using FeatureForge.House.Tests.Sources;
using Microsoft.CodeAnalysis;

namespace FeatureForge.House.Tests;

public class DocumentationTests
{
    private const string Map = "src/README.md";

    [Fact]
    public void PublicMembers_InTheProduct_AreDocumented() => HouseRule.Holds("documentation", DocumentationRules.CheckMembers(SourceTree.Product));

    [Fact]
    public void Comments_InTheProduct_SayMoreThanTheName() => HouseRule.Holds("documentation-content", SourceTree.Product.Files.SelectMany(DocumentationRules.CheckContent));

    [Fact]
    public void BuildSettings_InTheRepository_RequireDocumentation() =>
        HouseRule.Holds("documentation-settings", DocumentationRules.CheckSettings(
            TrackedFiles.Read("Directory.Build.props"),
            TrackedFiles.Ending(".csproj", ".props", ".targets", ".editorconfig", ".globalconfig").Where(path => path != "Directory.Build.props")
                .Concat(TrackedFiles.Ending(".cs").Where(path => path.StartsWith("src/", StringComparison.Ordinal)))
                .Select(path => (path, TrackedFiles.Read(path)))));

    [Fact]
    public void Links_InMarkdown_LeadSomewhere() =>
        HouseRule.Holds("links", TrackedFiles.Ending(".md").SelectMany(path => LinkRules.CheckLinks(path, TrackedFiles.Read(path), ReadOrNull)));

    [Fact]
    public void StageTables_InTheMaps_NameWhatIsThere()
    {
        HashSet<string> types = [.. SourceTree.Product.Compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).Select(type => type.Name)];
        HouseRule.Holds("stage-table", TrackedFiles.Ending("README.md").Where(path => path.StartsWith("src/", StringComparison.Ordinal))
            .SelectMany(path => LinkRules.CheckTables(path, TrackedFiles.Read(path), target => ReadOrNull(target) is not null, types.Contains)));
    }

    [Fact]
    public void Glossary_InTheMap_ExplainsEachWordOnce() => HouseRule.Holds("glossary", LinkRules.CheckGlossary(Map, TrackedFiles.Read(Map)));

    [Fact]
    public void Readme_OfEachProject_IsThere() =>
        HouseRule.Holds("readme", TrackedFiles.Ending(".csproj").Where(path => path.StartsWith("src/", StringComparison.Ordinal))
            .Select(path => $"{Path.GetDirectoryName(path)}/README.md").Append(Map)
            .Where(path => !TrackedFiles.All.Contains(path)).Select(path => new Finding(path, 0, "README.md", "is missing")));

    [Fact]
    public void Readme_AtTheRoot_FitsItsSize()
    {
        string[] lines = TrackedFiles.Read("README.md").Split('\n');
        Assert.InRange(lines.Length, 1, 151);
        string firstScreen = string.Join('\n', lines.Take(40));
        Assert.All(["tools/demo", "tools/test", "Sources", "Shards", "src/README.md"], word => Assert.Contains(word, firstScreen));
    }

    [Theory]
    [InlineData("public class Box { }", "Box")]
    [InlineData("/// <summary>Holds.</summary>\npublic class Box { public int Lid; }", "Box.Lid")]
    [InlineData("/// <summary>Holds.</summary>\npublic class Box { /// <summary>Opens.</summary>\n/// <param name=\"key\">Key.</param>\npublic void Open() { } }", "CS1572")]
    public void CheckMembers_WhenUndocumented_NamesTheMember(string text, string subject) =>
        Assert.Contains(DocumentationRules.CheckMembers(SourceTree.Of(("src/FeatureForge.Core/Box.cs", text))), finding => finding.Subject == subject || finding.Message.StartsWith(subject, StringComparison.Ordinal));

    [Fact]
    public void CheckMembers_WhenInternalOrDocumented_FindsNothing() =>
        Assert.Empty(DocumentationRules.CheckMembers(SourceTree.Of(("src/FeatureForge.Core/Box.cs", "/// <summary>Holds.</summary>\npublic class Box { internal int Lid; } class Lid { public int Width; }"))));

    [Fact]
    public void CheckContent_WhenTheNameIsSaidAgain_FindsIt() =>
        Assert.Single(DocumentationRules.CheckContent(new SourceFile("Box.cs", "/// <summary>Gets or sets the lid.</summary>\nclass Box;")));

    [Theory]
    [InlineData("<Project />", "", 2)]
    [InlineData("<Project><PropertyGroup><GenerateDocumentationFile>true</GenerateDocumentationFile><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup></Project>", "", 0)]
    [InlineData("<Project><PropertyGroup><GenerateDocumentationFile>true</GenerateDocumentationFile><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup></Project>", "<NoWarn>$(NoWarn);CS1591</NoWarn>", 1)]
    [InlineData("<Project><PropertyGroup><GenerateDocumentationFile>true</GenerateDocumentationFile><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup></Project>", "dotnet_diagnostic.CS1591.severity = none", 1)]
    public void CheckSettings_WhenAMissingCommentWouldPass_FindsIt(string root, string other, int findings) =>
        Assert.Equal(findings, DocumentationRules.CheckSettings(root, [("src/Box.csproj", other)]).Count());

    private static string? ReadOrNull(string path)
    {
        string absolute = TrackedFiles.Absolute(path);
        if (Directory.Exists(absolute))
            return "";
        return File.Exists(absolute) ? File.ReadAllText(absolute) : null;
    }
}
