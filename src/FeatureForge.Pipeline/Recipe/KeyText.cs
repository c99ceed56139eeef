using System.Globalization;
using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>Says a key's form, range and values in words, the same in messages and in the documentation.</summary>
internal static class KeyText
{
    /// <summary>How the value is written, as a pattern.</summary>
    public static string Form(KeyDescription key) => key.Kind switch
    {
        ValueKind.Number => "number",
        ValueKind.Integer => "whole number",
        ValueKind.Range => "[low, high], or one number for both",
        ValueKind.NumberList => "[number, ...]",
        ValueKind.Boolean => "true or false",
        ValueKind.Choice => string.Join(", ", key.Choices),
        ValueKind.Text => "text",
        ValueKind.Color => string.Join(" or ", ["[red, green, blue]", .. key.Choices]),
        ValueKind.Size => "[width, height]",
        ValueKind.Box => "[x0, y0, x1, y1]",
        ValueKind.ByteCount => "bytes, or a number with B, kB, MB, GB, TB, KiB, MiB, GiB or TiB",
        ValueKind.NamedNumbers => "{name: number, ...}",
        ValueKind.TextList => "[text, ...], or one text",
        ValueKind.WordOrParts => $"{string.Join(", ", key.Choices)}, or {Parts(key)}",
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    /// <summary>How the list of a <see cref="ValueKind.WordOrParts"/> key is written.</summary>
    public static string Parts(KeyDescription key) => $"[{{{string.Join(", ", key.Part!.Keys.Select(part => $"{part.Name}: {Form(part)}"))}}}, ...]";

    /// <summary>The range in words that follow "must be", for example <c>between 0 and 1</c>; empty where every value is allowed.</summary>
    public static string Range(KeyDescription key)
    {
        bool hasLow = double.IsFinite(key.Minimum);
        bool hasHigh = double.IsFinite(key.Maximum);
        string unit = key.Unit.Length == 0 || key.Kind == ValueKind.ByteCount ? "" : $" {key.Unit}";
        return (hasLow, hasHigh) switch
        {
            (true, true) when key.Minimum == key.Maximum => $"{Limit(key, key.Minimum)}{unit}",
            (true, true) => $"between {Limit(key, key.Minimum)} and {Limit(key, key.Maximum)}{unit}",
            (true, false) => $"at least {Limit(key, key.Minimum)}{unit}",
            (false, true) => $"at most {Limit(key, key.Maximum)}{unit}",
            _ => "",
        };
    }

    /// <summary>The default as it would be written; empty for none. A colour without one stands for its word.</summary>
    public static string Default(KeyDescription key) =>
        key is { Kind: ValueKind.Color, Default: null, Choices.Count: > 0 } ? key.Choices[0] : Value(key.Kind, key.Default);

    /// <summary>A value as it would be written in a recipe; <c>null</c> becomes empty.</summary>
    public static string Value(ValueKind kind, object? value) => (kind, value) switch
    {
        (_, null) => "",
        (ValueKind.ByteCount, _) => ByteCountText.Format(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        (_, bool flag) => flag ? "true" : "false",
        (_, string text) => text,
        (_, NumberRange range) => $"[{Number(range.Low)}, {Number(range.High)}]",
        (_, RgbColor color) => $"[{color.Red}, {color.Green}, {color.Blue}]",
        (_, ImageShape shape) => $"[{shape.Width}, {shape.Height}]",
        (_, BoxPixels box) => $"[{Number(box.X0)}, {Number(box.Y0)}, {Number(box.X1)}, {Number(box.Y1)}]",
        (_, IEnumerable<double> numbers) => $"[{string.Join(", ", numbers.Select(Number))}]",
        (_, IEnumerable<string> texts) => $"[{string.Join(", ", texts)}]",
        (_, DescribedPart[] parts) => $"[{string.Join(", ", parts.Select(Part))}]",
        (_, IEnumerable<KeyValuePair<string, double>> pairs) => $"{{{string.Join(", ", pairs.Select(pair => $"{pair.Key}: {Number(pair.Value)}"))}}}",
        _ => Number(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
    };

    /// <summary>A number in the shortest digits that read back as the same number.</summary>
    public static string Number(double number) =>
        Math.Abs(number) < 1e15 && Math.Floor(number) == number
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);

    private static string Part(DescribedPart part) =>
        $"{{{string.Join(", ", part.Description.Keys.Where(key => part.Values[key.Name] is not null).Select(key => $"{key.Name}: {Value(key.Kind, part.Values[key.Name])}"))}}}";

    private static string Limit(KeyDescription key, double limit) =>
        key.Kind == ValueKind.ByteCount ? ByteCountText.Format((long)limit) : Number(limit);
}
