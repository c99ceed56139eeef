namespace FeatureForge.Pipeline.Sources;

/// <summary>Which field of a row holds what, read from the header.</summary>
internal sealed record AnnotationColumns
{
    private const string LabelColumn = "label";
    private static readonly string[] EdgeNames = ["xmin", "ymin", "xmax", "ymax"];

    /// <summary>Field of the image path.</summary>
    public required int Image { get; init; }

    /// <summary>Fields of xmin, ymin, xmax, ymax; null where rows label whole images.</summary>
    public required int[]? Edges { get; init; }

    /// <summary>Field of the label.</summary>
    public required int Label { get; init; }

    /// <summary>Field of the split, or -1.</summary>
    public required int Split { get; init; }

    /// <summary>Number of fields of every row.</summary>
    public required int Count { get; init; }

    /// <summary>What stands before the value to make a label: nothing for a column <c>label</c>, else the column's name as in <c>smile=1</c>.</summary>
    public required string LabelPrefix { get; init; }

    /// <summary>Names as written in the header.</summary>
    public required string[] Names { get; init; }

    /// <summary>Reads the header, the current row of the reader.</summary>
    public static AnnotationColumns Read(CsvReader reader, string file)
    {
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(field => reader.Field(field).Trim().ToString())];
        string seen = reader.RowText();
        if (seen.Contains('\0'))
            throw SourceErrors.NotUtf8(file);
        if (reader.Problem is not null)
            throw SourceErrors.Header(file, seen, reader.Problem);
        int image = Find(names, "image");
        if (image < 0)
            throw SourceErrors.Header(file, seen, "has no column 'image'");
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Key.Length > 0 && group.Count() > 1) is { } twice)
            throw SourceErrors.Header(file, seen, $"names column {ShownText.Quote(twice.Key)} twice");
        int split = Find(names, "split");
        int[] edges = [.. EdgeNames.Select(name => Find(names, name))];
        bool hasBoxes = edges.Any(edge => edge >= 0);
        if (hasBoxes && edges.Contains(-1))
            throw SourceErrors.Header(file, seen, $"has no column '{EdgeNames[Array.IndexOf(edges, -1)]}'");
        int label = Find(names, LabelColumn);
        string prefix = "";
        if (label < 0)
        {
            if (hasBoxes)
                throw SourceErrors.Header(file, seen, $"has no column '{LabelColumn}'");
            label = OnlyOther(names, image, split, file, seen);
            prefix = $"{names[label]}=";
        }

        return new AnnotationColumns { Image = image, Edges = hasBoxes ? edges : null, Label = label, Split = split, Count = names.Length, LabelPrefix = prefix, Names = names };
    }

    private static int OnlyOther(string[] names, int image, int split, string file, string seen)
    {
        int[] others = [.. Enumerable.Range(0, names.Length).Where(field => field != image && field != split && names[field].Length > 0)];
        return others.Length switch
        {
            1 => others[0],
            0 => throw SourceErrors.Header(file, seen, "has no column for the label"),
            _ => throw SourceErrors.Header(file, seen, $"has no column '{LabelColumn}' and {others.Length} others that it could be; name one of them '{LabelColumn}'"),
        };
    }

    private static int Find(string[] names, string name) => Array.FindIndex(names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
}
