using System.Buffers;
using System.Text;
using System.Text.Json;
using FeatureForge.Core.Options;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>
/// Writes the serving part of a recipe: what a device does to a photo before the model sees it, which is also what splits without random steps get.
/// It travels by manifest, model folder and exported model; readers take it from there and never from the recipe.
/// </summary>
internal static class RecipeServingForm
{
    // These say which files become records, not which pixels they give.
    private static readonly HashSet<string> s_admission = ["maxPixels", "warnings"];

    public static string Write(Recipe recipe)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(RecipeKeys.Decode);
            WriteKeys(json, recipe.Decode, key => !s_admission.Contains(key.Name));
            json.WriteString("orientation", "upright");
            json.WriteEndObject();
            json.WriteStartArray("steps");
            foreach (RecipePart step in recipe.GeometrySteps)
                WriteStep(json, step);
            json.WriteEndArray();
            json.WriteStartObject("resize");
            json.WriteString("kernel", "bilinear");
            json.WriteBoolean("antialias", true);
            json.WriteEndObject();
            json.WritePropertyName("output");
            RecipeCanonicalForm.WriteValue(json, ValueKind.Size, recipe.OutputSize);
            WritePixels(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteStep(Utf8JsonWriter json, RecipePart step)
    {
        if (step.Options is not GeometryStepOptions { IsRandom: false } options)
            return;
        json.WriteStartObject();
        json.WriteStartObject(step.Name);

        // A crop has keys for a random part as well; beside a box they mean nothing.
        WriteKeys(json, step, key => options is not CropOptions || key.Kind == ValueKind.Box);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteKeys(Utf8JsonWriter json, RecipePart part, Func<KeyDescription, bool> isWanted)
    {
        foreach (KeyDescription key in part.Description.Keys.Where(isWanted).OrderBy(key => key.Name, StringComparer.Ordinal))
        {
            json.WritePropertyName(key.Name);
            RecipeCanonicalForm.WriteValue(json, key.Kind, part.Values[key.Name]);
        }
    }

    private static void WritePixels(Utf8JsonWriter json)
    {
        json.WriteStartObject("pixels");
        json.WriteString("color", "rgb");
        json.WriteString("layout", "hwc");
        json.WriteString("type", "uint8");
        json.WriteStartArray("range");
        json.WriteNumberValue(byte.MinValue);
        json.WriteNumberValue(byte.MaxValue);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
