using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>
/// Writes the JSON schema (draft 2020-12) of recipes for editors: <c>docs/recipe.schema.json</c>. It says form, range, default and
/// meaning of each key; rules between keys are known to the reader only.
/// </summary>
public static class RecipeSchema
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema as indented JSON with a line end at its end.</summary>
    /// <param name="vocabulary">What recipes may hold.</param>
    public static string Write(RecipeVocabulary vocabulary)
    {
        JsonObject properties = Properties(RecipeKeys.TopLevel.Keys);
        foreach (StepDescription section in vocabulary.Sections)
            properties[section.Name] = Section(section, orEmpty: true);
        JsonObject geometry = properties[RecipeKeys.GeometrySection]!.AsObject();
        geometry["properties"]![RecipeKeys.GeometrySteps] = StepList(vocabulary.GeometrySteps, "Steps in the order in which they act.");
        properties[RecipeKeys.Photometric] = StepList(vocabulary.PhotometricSteps, "Steps that change pixels and leave boxes alone, in the order in which they act.");
        IEnumerable<string> required = vocabulary.Sections
            .Where(section => section.Name != RecipeKeys.Targets && section.Keys.Any(key => key.Required))
            .Select(section => section.Name);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "FeatureForge recipe",
            ["description"] = "How photos become training shards. docs/recipe.md explains every key.",
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = Texts(required),
            ["additionalProperties"] = false,
        };
        return schema.ToJsonString(Layout) + "\n";
    }

    internal static JsonObject Section(StepDescription description, bool orEmpty)
    {
        string[] required = [.. description.Keys.Where(key => key.Required).Select(key => key.Name)];
        var section = new JsonObject
        {
            ["description"] = description.Summary,
            // A name with nothing behind it (`flip:`) stands for all defaults.
            ["type"] = orEmpty && required.Length == 0 ? new JsonArray("object", "null") : "object",
            ["properties"] = Properties(description.Keys),
        };
        if (required.Length > 0)
            section["required"] = Texts(required);
        section["additionalProperties"] = false;
        return section;
    }

    private static JsonObject StepList(IReadOnlyList<StepDescription> steps, string summary)
    {
        var named = new JsonObject();
        foreach (StepDescription step in steps)
            named[step.Name] = Section(step, orEmpty: true);
        var forms = new JsonArray(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = named,
            ["additionalProperties"] = false,
            ["minProperties"] = 1,
            ["maxProperties"] = 1,
        });
        string[] bare = [.. steps.Where(step => !step.Keys.Any(key => key.Required)).Select(step => step.Name)];
        if (bare.Length > 0)
            forms.Add(new JsonObject { ["enum"] = Texts(bare) });
        return new JsonObject
        {
            ["description"] = summary,
            ["type"] = new JsonArray("array", "null"),
            ["maxItems"] = StepListReader.MostSteps,
            ["items"] = new JsonObject { ["oneOf"] = forms },
        };
    }

    private static JsonObject Properties(IEnumerable<KeyDescription> keys)
    {
        var properties = new JsonObject();
        foreach (KeyDescription key in keys)
        {
            JsonObject property = RecipeValueSchema.Of(key);
            string unit = key.Unit.Length == 0 ? "" : $" Unit: {key.Unit}.";
            property.Insert(0, "description", key.Summary + unit);
            if (KeyText.Default(key).Length > 0)
                property["default"] = Default(key);
            properties[key.Name] = property;
        }

        return properties;
    }

    private static JsonNode Default(KeyDescription key)
    {
        if (key.Kind is ValueKind.ByteCount || key.Default is null)
            return KeyText.Default(key);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            RecipeCanonicalForm.WriteValue(json, key.Kind, key.Default);
        return JsonNode.Parse(stream.ToArray())!;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
