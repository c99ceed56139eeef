using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>Turns one node into the value that a key's description asks for, or into a problem.</summary>
/// <param name="problems">Takes what is wrong.</param>
/// <param name="readPart">Reads a mapping against a description, at a path; null when it added a problem.</param>
internal sealed class ValueReader(RecipeProblems problems, Func<RecipeNode, StepDescription, string, RecipePart?> readPart)
{
    private const int LargestSide = 65_535;

    /// <summary>Reads a value.</summary>
    /// <returns>False when a problem was added.</returns>
    public bool TryRead(RecipeNode node, KeyDescription key, string path, out object? value)
    {
        int before = problems.Count;
        value = key.Kind switch
        {
            ValueKind.Number => ReadNumber(node, key, path),
            ValueKind.Integer => ReadInteger(node, key, path),
            ValueKind.Range => ReadRange(node, key, path),
            ValueKind.NumberList => ReadNumberList(node, key, path),
            ValueKind.Boolean => ReadBoolean(node, path),
            ValueKind.Choice => ReadChoice(node, key, path),
            ValueKind.Text => ReadText(node, path),
            ValueKind.Color => ReadColor(node, key, path),
            ValueKind.Size => ReadSize(node, key, path),
            ValueKind.Box => ReadBox(node, key, path),
            ValueKind.ByteCount => ReadByteCount(node, key, path),
            ValueKind.NamedNumbers => ReadNamedNumbers(node, key, path),
            ValueKind.TextList => ReadTextList(node, path),
            ValueKind.WordOrParts => ReadWordOrParts(node, key, path),
            _ => throw new ArgumentOutOfRangeException(nameof(key)),
        };
        return problems.Count == before;
    }

    private double ReadNumber(RecipeNode node, KeyDescription key, string path)
    {
        if (!ScalarText.TryNumber(node, out double number, out string rule))
            problems.Add(node, path, rule);
        else if (number < key.Minimum || number > key.Maximum)
            problems.Add(node, path, $"must be {KeyText.Range(key)}");
        return number + 0.0; // -0 and 0 are one value, so one canonical form.
    }

    private long ReadInteger(RecipeNode node, KeyDescription key, string path)
    {
        if (!ScalarText.TryInteger(node, out long number, out string rule))
            problems.Add(node, path, rule);
        else if (number < key.Minimum || number > key.Maximum)
            problems.Add(node, path, $"must be {KeyText.Range(key)}");
        return number;
    }

    private NumberRange ReadRange(RecipeNode node, KeyDescription key, string path)
    {
        if (node.Kind == RecipeNodeKind.Scalar)
        {
            double both = ReadNumber(node, key, path);
            return new NumberRange(both, both);
        }

        double[]? ends = ReadNumbers(node, key, path, 2);
        if (ends is null)
            return default;
        if (ends[0] > ends[1])
            problems.Add(node, path, "must be [low, high] with low not above high; swap the two");
        return new NumberRange(ends[0], ends[1]);
    }

    private double[]? ReadNumberList(RecipeNode node, KeyDescription key, string path)
    {
        if (node.Kind == RecipeNodeKind.Scalar && !node.IsEmpty)
            return [ReadNumber(node, key, path)];
        if (node.Kind == RecipeNodeKind.List && node.Items.Count > 0)
            return IsShortEnough(node, key, path) ? ReadNumbers(node, key, path, node.Items.Count) : null;
        problems.Add(node, path, "must be a list of at least one number");
        return null;
    }

    private object? ReadWordOrParts(RecipeNode node, KeyDescription key, string path)
    {
        if (node.Kind == RecipeNodeKind.Scalar && !node.IsEmpty)
        {
            if (key.Choices.Contains(node.Text, StringComparer.Ordinal))
                return node.Text;
            problems.AddUnknownWord(node, path, [.. key.Choices, KeyText.Parts(key)]);
            return null;
        }

        if (node.Kind != RecipeNodeKind.List || node.Items.Count == 0)
        {
            problems.Add(node, path, $"must be one of {string.Join(", ", key.Choices)}, or a list of at least one: {KeyText.Parts(key)}");
            return null;
        }

        if (!IsShortEnough(node, key, path))
            return null;
        RecipePart?[] parts = [.. node.Items.Select((item, i) => readPart(item, key.Part!, $"{path}[{i}]"))];
        return parts.Contains(null) ? null : parts.Select(part => new DescribedPart(part!.Description, part.Values, part.Options)).ToArray();
    }

    private bool IsShortEnough(RecipeNode list, KeyDescription key, string path)
    {
        if (list.Items.Count <= key.MostItems)
            return true;
        problems.Add(list.Items[key.MostItems], $"{path}[{key.MostItems}]", $"is element {key.MostItems + 1} of the list; at most {key.MostItems} are allowed");
        return false;
    }

    private bool ReadBoolean(RecipeNode node, string path)
    {
        if (node.Kind == RecipeNodeKind.Scalar && node.IsPlain && node.Text is "true" or "false")
            return node.Text == "true";
        // YAML 1.1 and 1.2 disagree about yes, on and y, so a recipe has two words only.
        problems.Add(node, path, "must be true or false");
        return false;
    }

    private string? ReadChoice(RecipeNode node, KeyDescription key, string path)
    {
        if (node.Kind == RecipeNodeKind.Scalar && key.Choices.Contains(node.Text, StringComparer.Ordinal))
            return node.Text;
        problems.AddUnknownWord(node, path, key.Choices);
        return null;
    }

    private string? ReadText(RecipeNode node, string path)
    {
        string? rule =
            node.Kind != RecipeNodeKind.Scalar ? "must be a text"
            : node.IsNull || node.Text.Length == 0 ? "must be a text that is not empty; leave the key out for none"
            : node.Text.Any(char.IsControl) ? "must not contain control characters"
            : null;
        if (rule is null)
            return node.Text;
        problems.Add(node, path, rule);
        return null;
    }

    private RgbColor? ReadColor(RecipeNode node, KeyDescription key, string path)
    {
        if (node.Kind == RecipeNodeKind.Scalar && key.Choices.Contains(node.Text, StringComparer.Ordinal))
            return null;
        if (node.Kind == RecipeNodeKind.Scalar && key.Choices.Count > 0)
        {
            problems.AddUnknownWord(node, path, [.. key.Choices, "[red, green, blue]"]);
            return null;
        }

        KeyDescription channel = key with { Kind = ValueKind.Integer, Minimum = 0, Maximum = byte.MaxValue };
        long[]? channels = ReadIntegers(node, channel, path, 3);
        return channels is null ? null : new RgbColor((byte)channels[0], (byte)channels[1], (byte)channels[2]);
    }

    private ImageShape ReadSize(RecipeNode node, KeyDescription key, string path)
    {
        KeyDescription side = key with { Kind = ValueKind.Integer, Minimum = Math.Max(1, key.Minimum), Maximum = Math.Min(LargestSide, key.Maximum) };
        long[]? sides = ReadIntegers(node, side, path, 2);
        return sides is null ? default : new ImageShape((int)sides[0], (int)sides[1]);
    }

    private BoxPixels? ReadBox(RecipeNode node, KeyDescription key, string path)
    {
        int before = problems.Count;
        double[]? edges = ReadNumbers(node, key, path, 4);
        if (edges is null || problems.Count > before)
            return null;
        int beyond = Array.FindIndex(edges, edge => !float.IsFinite((float)edge));
        if (beyond >= 0)
        {
            problems.Add(node.Items[beyond], $"{path}[{beyond}]", "is out of the range of a 32-bit float, which ends at about 3.4e38");
            return null;
        }

        var box = new BoxPixels((float)edges[0], (float)edges[1], (float)edges[2], (float)edges[3]);
        if (!box.HasArea)
            problems.Add(node, path, "must be [x0, y0, x1, y1] with x0 below x1 and y0 below y1");
        return box;
    }

    private long ReadByteCount(RecipeNode node, KeyDescription key, string path)
    {
        long bytes = 0;
        if (node.Kind != RecipeNodeKind.Scalar || !ByteCountText.TryParse(node.Text, out bytes))
            problems.Add(node, path, "must be a number of bytes such as 268435456, 256MiB or 1GB");
        else if (bytes < key.Minimum || bytes > key.Maximum)
            problems.Add(node, path, $"must be {KeyText.Range(key)}");
        return bytes;
    }

    private KeyValuePair<string, double>[]? ReadNamedNumbers(RecipeNode node, KeyDescription key, string path)
    {
        if (node.Kind != RecipeNodeKind.Mapping)
        {
            problems.Add(node, path, "must be names with numbers: {name: number, ...}");
            return null;
        }

        var pairs = new List<KeyValuePair<string, double>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((RecipeNode name, RecipeNode number) in node.Entries)
        {
            if (!names.Add(name.Text))
                problems.Add(name, $"{path}.{name.Shown()}", "is given twice; keep one");
            pairs.Add(new(name.Text, ReadNumber(number, key, $"{path}.{name.Shown()}")));
        }

        return [.. pairs];
    }

    private string[]? ReadTextList(RecipeNode node, string path)
    {
        if (node.Kind == RecipeNodeKind.Scalar && !node.IsEmpty)
            return ReadText(node, path) is string single ? [single] : null;
        if (node.Kind != RecipeNodeKind.List)
        {
            problems.Add(node, path, "must be a list of texts: [text, ...]");
            return null;
        }

        var texts = node.Items.Select((item, i) => (Node: item, Text: ReadText(item, $"{path}[{i}]"))).ToList();
        foreach (var again in texts.Where(item => item.Text is not null).GroupBy(item => item.Text).SelectMany(group => group.Skip(1)))
            problems.Add(again.Node, path, "is in the list twice; keep one");
        return [.. texts.Select(item => item.Text ?? "")];
    }

    private double[]? ReadNumbers(RecipeNode node, KeyDescription key, string path, int count) =>
        HasCount(node, key, path, count) ? [.. node.Items.Select((item, i) => ReadNumber(item, key, $"{path}[{i}]"))] : null;

    private long[]? ReadIntegers(RecipeNode node, KeyDescription key, string path, int count) =>
        HasCount(node, key, path, count) ? [.. node.Items.Select((item, i) => ReadInteger(item, key, $"{path}[{i}]"))] : null;

    private bool HasCount(RecipeNode node, KeyDescription key, string path, int count)
    {
        if (node.Kind == RecipeNodeKind.List && node.Items.Count == count)
            return true;
        string form = count switch { 2 when key.Kind == ValueKind.Range => "[low, high]", 2 => "[width, height]", 3 => "[red, green, blue]", _ => "[x0, y0, x1, y1]" };
        problems.Add(node, path, $"must be {form}, {count} numbers");
        return false;
    }
}
