using System.Text;

namespace FeatureForge.Cli.Commands;

/// <summary>Breaks text at spaces, so that what stands under a heading stays under it in a narrow terminal too.</summary>
internal static class WrappedText
{
    private const int UsualWidth = 100;
    private const int LeastWidth = 30;

    /// <summary>Columns to fill: those of the terminal, at most 100; 100 where the output is no terminal.</summary>
    public static int Width => Console.IsOutputRedirected ? UsualWidth : Math.Clamp(Console.WindowWidth, LeastWidth, UsualWidth);

    /// <summary>Writes a paragraph.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="first">What the first line starts with.</param>
    /// <param name="indent">Spaces that further lines start with.</param>
    /// <param name="text">Text without control characters.</param>
    /// <param name="width">Columns of a line.</param>
    public static void Write(TextWriter output, string first, int indent, string text, int width) =>
        Write(output, first, indent, text.Split(' ', StringSplitOptions.RemoveEmptyEntries), width);

    /// <summary>Writes parts with spaces between them; a part stays on one line, and one that is longer than a line stays whole.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="first">What the first line starts with.</param>
    /// <param name="indent">Spaces that further lines start with.</param>
    /// <param name="parts">Parts without control characters.</param>
    /// <param name="width">Columns of a line.</param>
    public static void Write(TextWriter output, string first, int indent, IReadOnlyList<string> parts, int width)
    {
        var line = new StringBuilder(first);
        bool isEmpty = true;
        foreach (string part in parts)
        {
            if (!isEmpty && line.Length + 1 + part.Length > width)
            {
                output.WriteLine(line.ToString());
                line.Clear().Append(' ', indent);
                isEmpty = true;
            }

            line.Append(isEmpty ? "" : " ").Append(part);
            isEmpty = false;
        }

        output.WriteLine(line.ToString().TrimEnd());
    }
}
