using System.Text.Json;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Records.Shards;

/// <summary>One level of an anchor set that the recipe laid out itself, as the manifest keeps it for readers that must make the anchors again.</summary>
/// <param name="FeatureMap">Columns and rows of the feature map, which fills the picture.</param>
/// <param name="Scales">Square roots of the anchors' areas, as shares of the picture.</param>
/// <param name="AspectRatios">Width / height; every ratio at every scale, the scales outside.</param>
public sealed record DatasetAnchorLevel(ImageShape FeatureMap, IReadOnlyList<double> Scales, IReadOnlyList<double> AspectRatios)
{
    private const int MostLevels = 16;
    private const int MostNumbers = 16;
    private const int LargestSide = 2048;

    /// <summary>Anchors of the level.</summary>
    public long Anchors => (long)FeatureMap.Width * FeatureMap.Height * Scales.Count * AspectRatios.Count;

    internal static IReadOnlyList<DatasetAnchorLevel> ReadAll(JsonElement manifest)
    {
        if (!manifest.TryGetProperty("anchorLevels", out JsonElement levels))
            return [];
        return levels.GetArrayLength() <= MostLevels ? [.. levels.EnumerateArray().Select(Read)] : throw new FormatException($"anchorLevels has more than {MostLevels} levels");
    }

    /// <summary>Writes levels as member <c>anchorLevels</c> of the object that is being written.</summary>
    /// <param name="json">Takes the member.</param>
    /// <param name="levels">Levels in their order.</param>
    public static void WriteAll(Utf8JsonWriter json, IReadOnlyList<DatasetAnchorLevel> levels)
    {
        json.WriteStartArray("anchorLevels");
        foreach (DatasetAnchorLevel level in levels)
        {
            json.WriteStartObject();
            Write(json, "featureMap", [level.FeatureMap.Width, level.FeatureMap.Height]);
            Write(json, "scales", level.Scales);
            Write(json, "aspectRatios", level.AspectRatios);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (double number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static DatasetAnchorLevel Read(JsonElement level)
    {
        JsonElement sides = level.GetProperty("featureMap");
        if (sides.GetArrayLength() != 2 || sides.EnumerateArray().Any(side => side.GetInt32() is < 1 or > LargestSide))
            throw new FormatException($"a featureMap of anchorLevels is not [columns, rows] of 1 to {LargestSide}");
        return new(new ImageShape(sides[0].GetInt32(), sides[1].GetInt32()), Numbers(level, "scales"), Numbers(level, "aspectRatios"));
    }

    private static double[] Numbers(JsonElement level, string name)
    {
        JsonElement numbers = level.GetProperty(name);
        return numbers.GetArrayLength() is > 0 and <= MostNumbers
            ? [.. numbers.EnumerateArray().Select(number => number.GetDouble())]
            : throw new FormatException($"{name} of anchorLevels has not 1 to {MostNumbers} numbers");
    }
}
