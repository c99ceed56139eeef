using FeatureForge.House.Tests.Rules;
using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests;

public class NameTests
{
    [Fact]
    public void Types_InTheRepository_AreNamedByTheirRole() => HouseRule.Holds("suffix", SourceTree.All.SelectMany(NameRules.CheckSuffixes));

    [Fact]
    public void Names_InTheProduct_UseTheWordsOfTheField() => HouseRule.Holds("word", SourceTree.Product.Files.SelectMany(NameRules.CheckWords));

    [Fact]
    public void Comments_InTheRepository_UseTheWordsOfTheField() =>
        HouseRule.Holds("comment-word", SourceTree.All.Where(file => !file.Path.Contains("House.Tests", StringComparison.Ordinal)).SelectMany(NameRules.CheckComments));

    [Theory]
    [InlineData("class BoxManager;", "BoxManager")]
    [InlineData("static class Utils;", "Utils")]
    [InlineData("struct ResizeImpl;", "ResizeImpl")]
    [InlineData("interface IBoxHelper;", "IBoxHelper")]
    public void CheckSuffixes_WhenBanned_NamesTheType(string text, string subject) =>
        Assert.Equal(subject, Assert.Single(NameRules.CheckSuffixes(Snippet(text))).Subject);

    [Fact]
    public void CheckSuffixes_WhenAFolderIsADrawer_NamesTheFolder() =>
        Assert.Equal("Common", Assert.Single(NameRules.CheckSuffixes(new SourceFile("src/FeatureForge.Core/Common/Box.cs", "class Box;"))).Subject);

    [Theory]
    [InlineData("class PriorGrid;", "PriorGrid")]
    [InlineData("class Grid { int _defaultBoxes; }", "_defaultBoxes")]
    [InlineData("class Grid { void Fill(byte[] dst) { } }", "dst")]
    [InlineData("class Grid { void Fill() { int rowIdx = 0; } }", "rowIdx")]
    [InlineData("class Grid { void Fill() { foreach (var img in System.Array.Empty<int>()) { } } }", "img")]
    [InlineData("class Grid { void Fill() { int.TryParse(\"\", out int cnt); } }", "cnt")]
    [InlineData("class Grid<TCfg>;", "TCfg")]
    public void CheckWords_WhenBannedOrShortened_NamesTheName(string text, string subject) =>
        Assert.Equal(subject, Assert.Single(NameRules.CheckWords(Snippet(text))).Subject);

    [Theory]
    [InlineData("class AnchorGrid { float BestIoU; int minimumIoU; }")]
    [InlineData("class Priority { bool DefaultLabel; int BoxDefault; int Source; }")]
    [InlineData("class Reader { int length; int Strength; int Database; }")]
    public void Check_WhenWrittenOut_FindsNothing(string text)
    {
        Assert.Empty(NameRules.CheckWords(Snippet(text)));
        Assert.Empty(NameRules.CheckSuffixes(Snippet(text)));
    }

    [Theory]
    [InlineData("// matches each prior box", 1)]
    [InlineData("/// <summary>The default boxes.</summary>\nclass Grid;", 1)]
    [InlineData("// prior to the resize", 0)]
    public void CheckComments_WhenAnAnchorHasAnotherName_FindsIt(string text, int findings) =>
        Assert.Equal(findings, NameRules.CheckComments(Snippet(text)).Count());

    private static SourceFile Snippet(string text) => new("src/FeatureForge.Core/Box.cs", text);
}
