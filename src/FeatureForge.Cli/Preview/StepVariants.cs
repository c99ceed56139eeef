using System.Globalization;
using FeatureForge.Core.Options;
using FeatureForge.Pipeline.Recipe;

namespace FeatureForge.Cli.Preview;

/// <summary>
/// The forms of a step that a preview shows: for each range, its low and its high end. The other ranges stay at their middle, so that
/// only one thing differs between two pictures. Not so for crops of several ranges: those limit each other, and a patch of exactly one
/// size with exactly one aspect hardly ever exists. There the tenth of the range next to its end is taken, and the others are drawn.
/// </summary>
internal static class StepVariants
{
    private const double ShareNextToEnd = 0.1;

    /// <summary>Forms of a step, each carried out with probability 1.</summary>
    /// <param name="part">Step of a recipe.</param>
    public static IReadOnlyList<StepVariant> Of(RecipePart part)
    {
        KeyDescription[] ranges = [.. part.Description.Keys.Where(key => key.Kind == ValueKind.Range && part.Values[key.Name] is NumberRange)];
        if (ranges.Length == 0)
            return [Make(part, part.Name, [])];
        bool drawn = part.Description.Placement == StepPlacement.BeforeOutputResize && ranges.Length > 1;
        var variants = new List<StepVariant>();
        foreach (KeyDescription key in ranges)
        {
            foreach (NumberRange end in Ends((NumberRange)part.Values[key.Name]!, drawn))
                variants.Add(Make(part, Caption(key, end), ranges.ToDictionary(range => range.Name, range => range == key ? end : Rest((NumberRange)part.Values[range.Name]!, drawn))));
        }

        return variants;
    }

    private static IEnumerable<NumberRange> Ends(NumberRange range, bool drawn)
    {
        double width = drawn ? ShareNextToEnd * (range.High - range.Low) : 0;
        yield return new NumberRange(range.Low, range.Low + width);
        if (range.High > range.Low)
            yield return new NumberRange(range.High - width, range.High);
    }

    private static NumberRange Rest(NumberRange range, bool drawn) => drawn ? range : new((range.Low + range.High) / 2, (range.Low + range.High) / 2);

    private static string Caption(KeyDescription key, NumberRange range) => range.High > range.Low
        ? string.Create(CultureInfo.InvariantCulture, $"{key.Name} {range.Low:0.###} to {range.High:0.###}")
        : string.Create(CultureInfo.InvariantCulture, $"{key.Name} {range.Low:0.###}");

    private static StepVariant Make(RecipePart part, string caption, Dictionary<string, NumberRange> ranges)
    {
        var given = part.Values.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var (name, range) in ranges)
            given[name] = range;
        if (part.Description.Keys.Any(key => key.Name == "p"))
            given["p"] = 1.0;
        return new StepVariant(caption, part.Description.Create(new StepValues(part.Description.Keys, given)));
    }
}
