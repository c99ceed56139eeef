using System.Globalization;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Sources;

/// <summary>Reads an annotation file into an <see cref="AnnotationTable"/>. A bad row is dropped with a finding; the file is read as a stream.</summary>
internal sealed class AnnotationReader
{
    /// <summary>Most boxes of one image. Matching takes time for each box and anchor: 200,000 boxes kept one picture busy for 42 seconds.</summary>
    public const int MostBoxes = 10_000;

    private const int LongestLabel = 200;
    private const int RowsBetweenChecks = 4096;
    private static readonly string BoxLimitRule = string.Create(CultureInfo.InvariantCulture, $"has {MostBoxes} boxes in the rows above, the most that an image may have; row dropped");
    private readonly string _file;
    private readonly SourceOptions _options;
    private readonly ImagePathIndex _images;
    private readonly AnnotationTable _table;
    private readonly SourceFindings _findings;

    /// <summary>Makes a reader of one file.</summary>
    public AnnotationReader(string file, SourceOptions options, ImagePathIndex images, AnnotationTable table, SourceFindings findings)
    {
        _file = file;
        _options = options;
        _images = images;
        _table = table;
        _findings = findings;
    }

    /// <summary>Reads all rows.</summary>
    /// <param name="imagesFolder">For the error when no row fits the folder.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public void Read(string imagesFolder, CancellationToken cancellation)
    {
        try
        {
            using var stream = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            using var reader = new CsvReader(stream, _file);
            ReadRows(reader, imagesFolder, cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SourceErrors.NotReadable(_file, error);
        }
    }

    private void ReadRows(CsvReader reader, string imagesFolder, CancellationToken cancellation)
    {
        if (!reader.Read())
            throw SourceErrors.EmptyAnnotations(_file);
        AnnotationColumns columns = AnnotationColumns.Read(reader, _file);
        _table.HasBoxes = columns.Edges is not null;
        long rows = 0;
        long matched = 0;
        string example = "";
        while (reader.Read())
        {
            if (rows++ % RowsBetweenChecks == 0)
                cancellation.ThrowIfCancellationRequested();
            if (!HasFields(reader, columns))
                continue;
            int image = _images.Find(reader.Field(columns.Image), _file, reader.Line);
            if (image < 0)
            {
                example = example.Length == 0 ? reader.Field(columns.Image).ToString() : example;
                Report(reader, columns, columns.Image, $"is not among the images of the folder ({ImageFolderReader.Extensions}); row dropped");
                continue;
            }

            matched++;
            ReadRow(reader, columns, image);
        }

        // Every image would silently become a negative: surely the wrong folder.
        if (matched == 0 && example.Length > 0)
            throw SourceErrors.NoRowMatches(_file, rows, example, imagesFolder);
    }

    private bool HasFields(CsvReader reader, AnnotationColumns columns)
    {
        string? problem = reader.Problem;
        if (problem is null && reader.FieldCount != columns.Count)
            problem = $"has {reader.FieldCount} fields, the header has {columns.Count}";
        if (problem is null)
            return true;
        _findings.Add(_file, reader.Line, "row", reader.RowText(), $"{problem}; row dropped");
        return false;
    }

    private void ReadRow(CsvReader reader, AnnotationColumns columns, int image)
    {
        if (columns.Split >= 0)
            ReadSplit(reader, columns, image);
        if (columns.Edges is null)
        {
            ReadImageLabel(reader, columns, image);
            return;
        }

        if (IsExplicitNegative(reader, columns))
            return;
        if (_table.BoxCounts[image] >= MostBoxes)
        {
            Report(reader, columns, columns.Image, BoxLimitRule);
            return;
        }

        if (TryReadBox(reader, columns, out BoxPixels box) && TryReadLabel(reader, columns, out int label))
        {
            _table.BoxCounts[image]++;
            _table.BoxImages.Add(image);
            _table.Boxes.Add(box);
            _table.BoxLabels.Add(label);
        }
    }

    private void ReadSplit(CsvReader reader, AnnotationColumns columns, int image)
    {
        ReadOnlySpan<char> name = reader.Field(columns.Split).Trim();
        if (name.IsEmpty)
            return;
        int split = _table.Splits.Find(name);
        if (split < 0)
        {
            if (!SplitNames.IsValid(name))
            {
                Report(reader, columns, columns.Split, $"breaks a rule: {SplitNames.Rule}; split of the row ignored");
                return;
            }

            split = _table.Splits.Intern(name);
            if (split >= SplitPlan.MostSplits)
                throw SourceErrors.TooManySplits(_file, SplitPlan.MostSplits);
        }

        if (_table.ImageSplits[image] == AnnotationTable.None)
            _table.ImageSplits[image] = split;
        else if (_table.ImageSplits[image] != split)
            Report(reader, columns, columns.Split, $"contradicts an earlier row of the same image, which says '{_table.Splits.Names[_table.ImageSplits[image]]}'; the first is kept");
    }

    private void ReadImageLabel(CsvReader reader, AnnotationColumns columns, int image)
    {
        if (!TryReadLabel(reader, columns, out int label))
            return;
        if (_table.ImageLabels[image] == AnnotationTable.None)
            _table.ImageLabels[image] = label;
        else if (_table.ImageLabels[image] == label)
            Report(reader, columns, columns.Label, "repeats the label of an earlier row of the same image; row dropped");
        else
            Report(reader, columns, columns.Label, $"contradicts an earlier row of the same image, which says '{_table.Labels.Names[_table.ImageLabels[image]]}'; row dropped");
    }

    private static bool IsExplicitNegative(CsvReader reader, AnnotationColumns columns)
    {
        foreach (int edge in columns.Edges!)
        {
            if (!reader.Field(edge).IsWhiteSpace())
                return false;
        }

        return reader.Field(columns.Label).IsWhiteSpace();
    }

    private bool TryReadBox(CsvReader reader, AnnotationColumns columns, out BoxPixels box)
    {
        box = default;
        Span<float> edges = stackalloc float[4];
        for (int i = 0; i < edges.Length; i++)
        {
            int field = columns.Edges![i];
            ReadOnlySpan<char> text = reader.Field(field);
            // .NET passes over null characters behind a number.
            if (text.Contains('\0') || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double edge))
                edge = double.NaN;
            edges[i] = (float)edge;
            if (float.IsFinite(edges[i]))
                continue;
            Report(reader, columns, field, double.IsFinite(edge) ? "is out of the range of a 32-bit float; row dropped" : "is not a finite decimal number; row dropped");
            return false;
        }

        box = new BoxPixels(edges[0], edges[1], edges[2], edges[3]);
        if (box.HasArea)
            return true;
        bool narrow = !(box.X1 > box.X0);
        int high = columns.Edges![narrow ? 2 : 3];
        int low = columns.Edges[narrow ? 0 : 1];
        Report(reader, columns, high, $"is not above {columns.Names[low]} {ShownText.Quote(reader.Field(low))}, so the box has no area; row dropped");
        return false;
    }

    private bool TryReadLabel(CsvReader reader, AnnotationColumns columns, out int label)
    {
        ReadOnlySpan<char> text = reader.Field(columns.Label).Trim();
        label = AnnotationTable.None;
        string? problem =
            text.IsEmpty ? "is empty, need a label"
            : text.Length > LongestLabel ? $"is longer than {LongestLabel} characters"
            : ShownText.HasControls(text) || text.Contains('\uFFFD') ? "has control characters or is not UTF-8"
            : null;
        if (problem is null)
        {
            label = Number(columns.LabelPrefix.Length == 0 ? text : string.Concat(columns.LabelPrefix, text));
            problem = label < 0 ? "is not in the recipe's list 'labels'" : null;
        }

        if (problem is null)
            return true;
        Report(reader, columns, columns.Label, $"{problem}; row dropped");
        return false;
    }

    private int Number(ReadOnlySpan<char> name) => _options.Labels.Count > 0 ? _table.Labels.Find(name) : _table.Labels.Intern(name);

    private void Report(CsvReader reader, AnnotationColumns columns, int field, string rule) =>
        _findings.Add(_file, reader.Line, ShownText.WithoutControls(columns.Names[field]), reader.Field(field), rule);
}
