using FeatureForge.Pipeline.Recipe;

namespace FeatureForge.Pipeline.Tests.Recipe;

public class NearestWordTests
{
    [Theory]
    [InlineData("rotat", "rotate")]
    [InlineData("ROTATE", "rotate")]
    [InlineData("roatte", "rotate")]
    [InlineData("flop", "flip")]
    [InlineData("motionblur", "motionBlur")]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    public void Find_GivesTheWordMeant(string word, string? expected) =>
        Assert.Equal(expected, NearestWord.Find(word, ["crop", "flip", "rotate", "motionBlur"]));

    [Fact]
    public void Find_WhenTheWordIsVeryLong_GivesNone() => Assert.Null(NearestWord.Find(new string('a', 1000), ["a"]));
}
