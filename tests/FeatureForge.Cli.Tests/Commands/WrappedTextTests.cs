using FeatureForge.Cli.Commands;

namespace FeatureForge.Cli.Tests.Commands;

public sealed class WrappedTextTests
{
    [Fact]
    public void Write_OfALongText_BreaksAtSpacesAndIndents() => Assert.Equal(
        "  one two\n    three\n    four-and-more-than-a-line\n    five\n",
        Written("  ", 4, "one two three four-and-more-than-a-line five", 12));

    [Fact]
    public void Write_OfNothing_IsTheBeginning() => Assert.Equal("cpu\n", Written("cpu  ", 2, "", 40));

    [Fact]
    public void Write_OfParts_KeepsEachOnALine()
    {
        using var output = new StringWriter { NewLine = "\n" };
        WrappedText.Write(output, "room ", 5, ["flip 1.0 ms,", "fill 2.0 ms"], 20);
        Assert.Equal("room flip 1.0 ms,\n     fill 2.0 ms\n", output.ToString());
    }

    private static string Written(string first, int indent, string text, int width)
    {
        using var output = new StringWriter { NewLine = "\n" };
        WrappedText.Write(output, first, indent, text, width);
        return output.ToString();
    }
}
