using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests;

public class HouseRuleTests
{
    private static readonly Finding[] s_findings = [new("src/Box.cs", 3, "Box", "too large")];

    [Fact]
    public void Judge_WhenNotListed_SaysWhereAndWhat() =>
        Assert.Equal(["src/Box.cs(3): Box: too large  [size]"], HouseRule.Judge("size", s_findings, "# nothing\n"));

    [Theory]
    [InlineData("size | src/Box.cs | Box | it holds a lid")]
    [InlineData("# why\nsize|src/Box.cs|Box|it holds a lid\nother | src/Lid.cs | Lid | another rule")]
    public void Judge_WhenListed_SaysNothing(string list) => Assert.Empty(HouseRule.Judge("size", s_findings, list));

    [Fact]
    public void Judge_WhenTheLineIsNotNeeded_AsksToRemoveIt() =>
        Assert.Contains("remove the line", Assert.Single(HouseRule.Judge("size", [], "size | src/Box.cs | Box | it holds a lid")), StringComparison.Ordinal);

    [Theory]
    [InlineData("size | src/Box.cs | Box")]
    [InlineData("size | src/Box.cs | Box | ")]
    public void Judge_WhenAReasonIsMissing_RefusesTheLine(string list) => Assert.NotEmpty(HouseRule.Judge("size", [], list));
}
