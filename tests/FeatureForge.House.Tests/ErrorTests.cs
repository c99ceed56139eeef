using FeatureForge.House.Tests.Rules;
using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests;

public class ErrorTests
{
    [Fact]
    public void Errors_InTheProduct_AreMadeInOnePlacePerRoom() => HouseRule.Holds("errors", SourceTree.Product.Files.SelectMany(ErrorRules.Check));

    [Theory]
    [InlineData("class Box { void Open() => throw new System.Exception(\"stuck\"); }", "Exception")]
    [InlineData("class Box { void Open() { throw new ApplicationException(\"stuck\"); } }", "ApplicationException")]
    [InlineData("class Box { void Open() => throw new InvalidOperationException(); }", "InvalidOperationException")]
    [InlineData("class Box { void Open() => throw new BadSampleException(\"stuck\", \"The lid is stuck.\"); }", "Box")]
    [InlineData("class Box { void Open() { try { } catch (IOException) { } } }", "catch")]
    public void Check_WhenNotAllowed_SaysWhat(string text, string subject) =>
        Assert.Equal(subject, Assert.Single(ErrorRules.Check(Snippet(text))).Subject);

    [Theory]
    [InlineData("static class DecodeErrors { static BadSampleException Stuck() => new BadSampleException(\"stuck\", \"The lid is stuck.\"); }")]
    [InlineData("class Box { void Open(int lid) => throw new ArgumentOutOfRangeException(nameof(lid)); }")]
    [InlineData("class Box { void Open() { try { } catch (IOException) { /* x */ } } }", false)]
    [InlineData("class Box { void Open() { try { } catch (IOException) {\n// The file is only a hint.\n} } }")]
    public void Check_WhenMadeWhereErrorsAreMade_FindsNothing(string text, bool nothing = true) =>
        Assert.Equal(nothing, !ErrorRules.Check(Snippet(text)).Any());

    private static SourceFile Snippet(string text) => new("src/FeatureForge.Pipeline/Decode/Box.cs", text);
}
