using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FeatureForge.Records.Shards;

/// <summary>JSON with the same bytes everywhere: UTF-8 without mark, two spaces, <c>\n</c>, keys in the order written.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions s_indented = Options(indented: true);
    private static readonly JsonWriterOptions s_compact = Options(indented: false);

    /// <summary>A JSON document of several lines, with a line end after the last.</summary>
    public static byte[] Document(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        AppendTo(buffer, s_indented, write);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Appends a JSON value on one line, with a line end.</summary>
    public static void AppendLine(ArrayBufferWriter<byte> buffer, Action<Utf8JsonWriter> write) => AppendTo(buffer, s_compact, write);

    /// <summary>A checksum as eight hexadecimal digits.</summary>
    public static string Hexadecimal(uint crc) => crc.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);

    private static void AppendTo(ArrayBufferWriter<byte> buffer, JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(buffer, options))
            write(writer);
        buffer.Write("\n"u8);
    }

    private static JsonWriterOptions Options(bool indented) =>
        new() { Indented = indented, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
