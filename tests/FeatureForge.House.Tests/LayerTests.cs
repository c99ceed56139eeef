using FeatureForge.House.Tests.Rules;
using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests;

public class LayerTests
{
    [Fact]
    public void ProjectReferences_InTheRepository_GoOneWay() =>
        HouseRule.Holds("project-references", LayerRules.CheckReferences(TrackedFiles.Ending(".csproj")
            .Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Select(path => (path, TrackedFiles.Read(path)))));

    [Fact]
    public void Rooms_InTheRepository_SeeOnlyWhatTheyMay() => HouseRule.Holds("room-walls", LayerRules.CheckUses(SourceTree.Product));

    [Fact]
    public void Folders_InTheRepository_AreShallow() => HouseRule.Holds("folder-depth", LayerRules.CheckDepth(SourceTree.Product.Files));

    [Theory]
    [InlineData("FeatureForge.Core", "<ProjectReference Include=\"../FeatureForge.Native/FeatureForge.Native.csproj\" />", "FeatureForge.Native")]
    [InlineData("FeatureForge.Records", "<ProjectReference Include=\"..\\FeatureForge.Pipeline\\FeatureForge.Pipeline.csproj\" />", "FeatureForge.Pipeline")]
    [InlineData("FeatureForge.Pipeline", "<AllowUnsafeBlocks>true</AllowUnsafeBlocks>", "AllowUnsafeBlocks")]
    [InlineData("FeatureForge.Novelty", "", "FeatureForge.Novelty")]
    public void CheckReferences_WhenNotAllowed_NamesTheReference(string project, string content, string subject)
    {
        Finding finding = Assert.Single(LayerRules.CheckReferences([($"src/{project}/{project}.csproj", $"<Project>{content}</Project>")]));
        Assert.Equal(subject, finding.Subject);
    }

    [Theory]
    [InlineData("using FeatureForge.Pipeline.Decode; namespace FeatureForge.Pipeline.Geometry; class Resize { DecodePlan plan; }")]
    [InlineData("namespace FeatureForge.Pipeline.Geometry; class Resize { Decode.DecodePlan plan; }")]
    [InlineData("namespace FeatureForge.Pipeline.Geometry; class Resize { int Width(Recipe.Joined joined) => joined.Plan.Width; }")]
    public void CheckUses_WhenARoomUsesAnother_NamesTheType(string geometry)
    {
        SourceTree tree = SourceTree.Of(
            ("src/FeatureForge.Pipeline/Decode/DecodePlan.cs", "namespace FeatureForge.Pipeline.Decode; record DecodePlan(int Width); record RowRange(int First);"),
            ("src/FeatureForge.Pipeline/Recipe/Joined.cs", "namespace FeatureForge.Pipeline.Recipe; record Joined(Decode.DecodePlan Plan);"),
            ("src/FeatureForge.Pipeline/Geometry/Resize.cs", geometry));
        IEnumerable<Finding> findings = LayerRules.CheckUses(tree);
        Assert.Contains(findings, finding => finding.Subject == "FeatureForge.Pipeline.Decode.DecodePlan");
        Assert.All(findings, finding => Assert.Equal("src/FeatureForge.Pipeline/Geometry/Resize.cs", finding.Path));
    }

    [Fact]
    public void CheckUses_WhenTheTypeIsListed_FindsNothing()
    {
        SourceTree tree = SourceTree.Of(
            ("src/FeatureForge.Pipeline/Decode/RowRange.cs", "namespace FeatureForge.Pipeline.Decode; record RowRange(int First);"),
            ("src/FeatureForge.Pipeline/Geometry/Resize.cs", "using FeatureForge.Pipeline.Decode; namespace FeatureForge.Pipeline.Geometry; class Resize { RowRange rows; }"));
        Assert.Empty(LayerRules.CheckUses(tree));
    }

    [Fact]
    public void CheckUses_WhenTheRoomIsUnknown_AsksForALine() =>
        Assert.Equal("FeatureForge.Pipeline.Attic", Assert.Single(LayerRules.CheckUses(SourceTree.Of(("src/FeatureForge.Pipeline/Attic/Box.cs", "class Box;")))).Subject);

    [Fact]
    public void CheckDepth_WhenThreeFoldersDeep_FindsTheFile() =>
        Assert.Single(LayerRules.CheckDepth([new SourceFile("src/FeatureForge.Core/One/Two/Three/Box.cs", ""), new SourceFile("src/FeatureForge.Core/One/Two/Box.cs", "")]));
}
