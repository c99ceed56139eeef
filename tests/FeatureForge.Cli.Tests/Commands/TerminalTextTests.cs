using FeatureForge.Cli.Commands;

namespace FeatureForge.Cli.Tests.Commands;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain é 笑", "plain é 笑")]
    [InlineData("a\u001b[2Jb\r\nc\u009b\u007f", "a\uFFFD[2Jb\uFFFD\uFFFDc\uFFFD\uFFFD")]
    [InlineData("a\u2028b\u202Egpj.exe\u2066", "a\uFFFDb\uFFFDgpj.exe\uFFFD")]
    public void Clean_OfTextFromFiles_LeavesNothingThatMovesTheCursorOrTurnsTheLine(string text, string expected) => Assert.Equal(expected, TerminalText.Clean(text));
}
