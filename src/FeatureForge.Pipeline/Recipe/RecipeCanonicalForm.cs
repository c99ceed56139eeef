using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>Writes the canonical form of a recipe. A change here changes every fingerprint, so it asks for a new recipe version.</summary>
internal static class RecipeCanonicalForm
{
    // Paths do not decide bytes, and an absolute one would carry a machine's folders into the manifest.
    private static readonly HashSet<string> SourcePaths = ["images", "annotations"];
    private static readonly HashSet<string> OutputPaths = ["path"];
    private static readonly HashSet<string> Nothing = [];

    public static string Fingerprint(Recipe recipe) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(recipe))));

    public static string Write(Recipe recipe)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WritePropertyName("augmentSplits");
            WriteValue(json, ValueKind.TextList, recipe.AugmentSplits.Order(StringComparer.Ordinal));
            WritePart(json, RecipeKeys.Decode, recipe.Decode, Nothing);
            json.WriteNumber("epochs", recipe.Epochs);
            json.WriteStartObject(RecipeKeys.GeometrySection);
            json.WritePropertyName("output");
            WriteValue(json, ValueKind.Size, recipe.OutputSize);
            WriteSteps(json, RecipeKeys.GeometrySteps, recipe.GeometrySteps);
            json.WriteEndObject();
            WritePart(json, RecipeKeys.Output, recipe.OutputPart, OutputPaths);
            WriteSteps(json, RecipeKeys.Photometric, recipe.PhotometricSteps);
            json.WriteNumber("seed", recipe.Seed);
            WritePart(json, RecipeKeys.Source, recipe.SourcePart, SourcePaths);
            if (recipe.Targets is not null)
                WritePart(json, RecipeKeys.Targets, recipe.Targets, Nothing);
            json.WriteNumber("version", recipe.Version);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes one value as JSON, whatever number type a default was given in.</summary>
    public static void WriteValue(Utf8JsonWriter json, ValueKind kind, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case string text: json.WriteStringValue(text); break;
            case NumberRange range: WriteNumbers(json, [range.Low, range.High]); break;
            case RgbColor color: WriteNumbers(json, [color.Red, color.Green, color.Blue]); break;
            case ImageShape shape: WriteNumbers(json, [shape.Width, shape.Height]); break;
            case BoxPixels box: WriteNumbers(json, [box.X0, box.Y0, box.X1, box.Y1]); break;
            case IEnumerable<double> numbers: WriteNumbers(json, numbers); break;
            case IEnumerable<string> texts: WriteTexts(json, texts); break;
            case IEnumerable<KeyValuePair<string, double>> pairs: WritePairs(json, pairs); break;
            case DescribedPart[] parts: WriteParts(json, parts); break;
            default: WriteNumber(json, kind, value); break;
        }
    }

    private static void WriteSteps(Utf8JsonWriter json, string name, IReadOnlyList<RecipePart> steps)
    {
        json.WriteStartArray(name);
        foreach (RecipePart step in steps)
        {
            json.WriteStartObject();
            WritePart(json, step.Name, step, Nothing);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePart(Utf8JsonWriter json, string name, RecipePart part, HashSet<string> without)
    {
        json.WriteStartObject(name);
        WriteKeys(json, part.Description, part.Values, without);
        json.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter json, DescribedPart[] parts)
    {
        json.WriteStartArray();
        foreach (DescribedPart part in parts)
        {
            json.WriteStartObject();
            WriteKeys(json, part.Description, part.Values, Nothing);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteKeys(Utf8JsonWriter json, StepDescription description, IReadOnlyDictionary<string, object?> values, HashSet<string> without)
    {
        foreach (KeyDescription key in description.Keys.Where(key => !without.Contains(key.Name)).OrderBy(key => key.Name, StringComparer.Ordinal))
        {
            json.WritePropertyName(key.Name);
            WriteValue(json, key.Kind, values[key.Name]);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, ValueKind kind, object value)
    {
        if (kind is ValueKind.Integer or ValueKind.ByteCount)
            json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
        else
            json.WriteRawValue(KeyText.Number(Convert.ToDouble(value, CultureInfo.InvariantCulture)));
    }

    private static void WriteNumbers(Utf8JsonWriter json, IEnumerable<double> numbers)
    {
        json.WriteStartArray();
        foreach (double number in numbers)
            json.WriteRawValue(KeyText.Number(number));
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, IEnumerable<string> texts)
    {
        json.WriteStartArray();
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WritePairs(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, double>> pairs)
    {
        json.WriteStartObject();
        foreach ((string name, double number) in pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            json.WriteRawValue(KeyText.Number(number));
        }

        json.WriteEndObject();
    }
}
