using FeatureForge.Cli.Pictures;

namespace FeatureForge.Cli.Tests.Pictures;

public class BitmapFontTests
{
    [Fact]
    public void Rows_WhenPrintableAscii_HasAGlyphOfItsOwn()
    {
        string[] glyphs = [.. Enumerable.Range(32, 95).Select(code =>
        {
            Assert.True(BitmapFont.Has((char)code), $"no glyph for {(char)code}");
            return Convert.ToHexString(BitmapFont.Rows((char)code));
        })];
        Assert.Equal(95, glyphs.Distinct().Count());
    }

    [Fact]
    public void Rows_WhenUnknown_IsAQuestionMark() => Assert.True(BitmapFont.Rows('é').SequenceEqual(BitmapFont.Rows('?')));

    [Fact]
    public void Measure_WhenThreeCharacters_LeavesOutTheLastGap() => Assert.Equal(34, BitmapFont.Measure("abc", 2));

    [Theory]
    [InlineData("short", 29, "short")]
    [InlineData("photos/holiday-0001.jpg", 71, "photo..1.jpg")]
    [InlineData("abcdef", 23, "abcd")]
    [InlineData("abcdef", 0, "")]
    public void Fit_WhenTooLong_ShortensTheMiddle(string text, int width, string expected)
    {
        string fitted = BitmapFont.Fit(text, width);
        Assert.Equal(expected, fitted);
        Assert.True(BitmapFont.Measure(fitted) <= width);
    }

    [Theory]
    [InlineData("one two three", 41, "one two|three")]
    [InlineData("one  abcdefghij two", 35, "one|ab..ij|two")]
    [InlineData("", 35, "")]
    public void Wrap_WhenWiderThanALine_BreaksBetweenWords(string text, int width, string expected) =>
        Assert.Equal(expected, string.Join('|', BitmapFont.Wrap(text, width)));
}
