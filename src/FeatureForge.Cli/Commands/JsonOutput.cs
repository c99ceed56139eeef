using System.CommandLine;
using System.Text;
using System.Text.Json;

namespace FeatureForge.Cli.Commands;

/// <summary>The option <c>--json</c> and the one way results are written as JSON.</summary>
internal static class JsonOutput
{
    /// <summary>The option.</summary>
    public static readonly Option<bool> Option = new("--json") { Description = "Print the result as JSON on standard output." };

    /// <summary>Writes one JSON document and a line end.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="write">Writes the value.</param>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
            write(writer);
        output.WriteLine(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }
}
