using FeatureForge.House.Tests.Rules;
using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests;

public class LinkTests
{
    private static readonly Dictionary<string, string> s_files = new() { ["src/README.md"] = "# Map\n## Where is X?\n", ["src/FeatureForge.Core"] = "" };

    [Theory]
    [InlineData("[map](src/README.md)", 0)]
    [InlineData("[core](src/FeatureForge.Core/)", 0)]
    [InlineData("[X](src/README.md#where-is-x)", 0)]
    [InlineData("[web](https://example.org/nothing)", 0)]
    [InlineData("# Here\n[here](#here)", 0)]
    [InlineData("```\n[in code](nothing.md)\n```", 0)]
    [InlineData("[gone](src/GONE.md)", 1)]
    [InlineData("[no heading](src/README.md#legend)", 1)]
    public void CheckLinks_OfADocument_FollowsThem(string text, int findings) =>
        Assert.Equal(findings, LinkRules.CheckLinks("README.md", text, s_files.GetValueOrDefault).Count());

    [Fact]
    public void CheckLinks_FromAFolder_AreRelativeToIt() =>
        Assert.Empty(LinkRules.CheckLinks("docs/recipe.md", "[map](../src/README.md)", s_files.GetValueOrDefault));

    [Theory]
    [InlineData("`Decode`", "`Box`", 0)]
    [InlineData("`Attic`", "`Box`", 1)]
    [InlineData("`Decode`", "`Lid`", 1)]
    [InlineData("Attic", "Lid", 0)]
    public void CheckTables_OfAMap_LooksUpPathsAndTypes(string folder, string type, int findings)
    {
        string text = $"| folder | main type |\n|---|---|\n| {folder} | {type} |\n";
        IEnumerable<Finding> found = LinkRules.CheckTables("src/README.md", text, path => path == "src/Decode", name => name == "Box");
        Assert.Equal(findings, found.Count());
    }

    [Theory]
    [InlineData("## Glossary\n| **box** | a |\n| **lid** | b |\n", 0)]
    [InlineData("## Glossary\n| **box** | a |\n| **Box** | b |\n", 1)]
    [InlineData("## Glossary\n", 1)]
    [InlineData("# Map\n", 1)]
    public void CheckGlossary_OfAMap_WantsEachWordOnce(string text, int findings) =>
        Assert.Equal(findings, LinkRules.CheckGlossary("src/README.md", text).Count());
}
