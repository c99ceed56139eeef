using FeatureForge.House.Tests.Rules;
using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests;

public class CommentTests
{
    [Fact]
    public void Comments_InTheRepository_GiveReasonsOnly() => HouseRule.Holds("comments", SourceTree.All.SelectMany(CommentRules.Check));

    [Theory]
    [InlineData("#region Boxes\n#endregion\nclass Box;", "region")]
    [InlineData("// TODO: the lid\nclass Box;", "TODO")]
    [InlineData("/* FIXME */ class Box;", "FIXME")]
    [InlineData("class Box { void Open() => throw new System.NotImplementedException(); }", "NotImplementedException")]
    [InlineData("class Box {\n// Open(lid);\n}", "dead code")]
    [InlineData("class Box {\n// int lid = 2;\n}", "dead code")]
    [InlineData("class Box {\n// if (open)\n}", "dead code")]
    [InlineData("#pragma warning disable CS1591\nclass Box;", "pragma")]
    public void Check_WhenNotAllowed_SaysWhat(string text, string subject) =>
        Assert.Equal(subject, Assert.Single(CommentRules.Check(new SourceFile("Box.cs", text))).Subject);

    [Theory]
    [InlineData("// TODO #12: the lid\nclass Box;")]
    [InlineData("// Two passes, because the first one finds the size; see Plan.\nclass Box;")]
    [InlineData("// Rounded: (a + b) / 2 stays in range.\nclass Box;")]
    [InlineData("#pragma warning disable CA1822 // the interface asks for it\nclass Box;\n#pragma warning restore CA1822")]
    public void Check_WhenAReasonIsGiven_FindsNothing(string text) => Assert.Empty(CommentRules.Check(new SourceFile("Box.cs", text)));
}
