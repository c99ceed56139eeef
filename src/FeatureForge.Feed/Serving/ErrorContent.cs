using System.Buffers;
using System.Text.Json;

namespace FeatureForge.Feed.Serving;

/// <summary>The error JSON of the protocol.</summary>
internal static class ErrorContent
{
    private const int MostCharacters = 8000;

    /// <summary>Writes an error, bounded to what clients take.</summary>
    /// <param name="refusal">Error.</param>
    public static ReadOnlyMemory<byte> Write(FeedRefusal refusal)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, FeedJson.Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("what", Bounded(refusal.Message));
            json.WriteString("where", Bounded(refusal.Where));
            json.WriteString("do", Bounded(refusal.Remedy));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.WrittenMemory;
    }

    private static string Bounded(string text)
    {
        if (text.Length <= MostCharacters)
            return text;
        int end = char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters;
        return text[..end];
    }
}
