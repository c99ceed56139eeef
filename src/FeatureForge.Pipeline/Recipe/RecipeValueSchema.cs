using System.Text.Json.Nodes;
using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>The JSON schema of one value: the same forms that <see cref="ValueReader"/> takes.</summary>
internal static class RecipeValueSchema
{
    public static JsonObject Of(KeyDescription key) => key.Kind switch
    {
        ValueKind.Number => Number(key),
        ValueKind.Integer => Integer(key),
        ValueKind.Range => OneOf(Number(key), Array(Number(key), 2, 2)),
        ValueKind.NumberList => OneOf(Number(key), Array(Number(key), 1, Most(key))),
        ValueKind.Boolean => Type("boolean"),
        ValueKind.Choice => Words(key.Choices),
        ValueKind.Text => Text(),
        ValueKind.Color => Color(key),
        ValueKind.Size => Array(Limits(Type("integer"), Math.Max(1, key.Minimum), key.Maximum), 2, 2),
        ValueKind.Box => Array(Number(key), 4, 4),
        ValueKind.ByteCount => OneOf(Integer(key), ByteCount()),
        ValueKind.NamedNumbers => new JsonObject { ["type"] = "object", ["additionalProperties"] = Number(key) },
        ValueKind.TextList => OneOf(Text(), TextList()),
        ValueKind.WordOrParts => OneOf(Words(key.Choices), Array(RecipeSchema.Section(key.Part!, orEmpty: false), 1, Most(key))),
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    private static int? Most(KeyDescription key) => key.MostItems == int.MaxValue ? null : key.MostItems;

    private static JsonObject Type(string name) => new() { ["type"] = name };

    private static JsonObject Number(KeyDescription key) => Limits(Type("number"), key.Minimum, key.Maximum);

    private static JsonObject Integer(KeyDescription key) => Limits(Type("integer"), key.Minimum, key.Maximum);

    private static JsonObject Text() => new() { ["type"] = "string", ["minLength"] = 1 };

    private static JsonObject ByteCount() => new() { ["type"] = "string", ["pattern"] = "^[0-9]+(\\.[0-9]+)? *([kKmMgGtT][iI]?)?[bB]$" };

    private static JsonObject TextList() => new() { ["type"] = "array", ["items"] = Text(), ["uniqueItems"] = true };

    private static JsonObject Words(IReadOnlyList<string> words) => new() { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };

    private static JsonObject Color(KeyDescription key)
    {
        JsonObject channels = Array(Limits(Type("integer"), 0, byte.MaxValue), 3, 3);
        return key.Choices.Count == 0 ? channels : OneOf(channels, Words(key.Choices));
    }

    private static JsonObject Array(JsonObject items, int least, int? most)
    {
        var array = new JsonObject { ["type"] = "array", ["items"] = items, ["minItems"] = least };
        if (most is int limit)
            array["maxItems"] = limit;
        return array;
    }

    private static JsonObject OneOf(params JsonObject[] forms) => new() { ["oneOf"] = new JsonArray([.. forms]) };

    private static JsonObject Limits(JsonObject schema, double low, double high)
    {
        if (double.IsFinite(low))
            schema["minimum"] = low;
        if (double.IsFinite(high))
            schema["maximum"] = high;
        return schema;
    }
}
