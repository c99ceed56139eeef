using FeatureForge.Cli.Commands;

namespace FeatureForge.Cli.Inspect;

/// <summary>Rows of text whose columns are aligned: the first to the left, numbers to the right.</summary>
internal sealed class ColumnTable
{
    private readonly List<string[]> _rows = [];
    private readonly int _leftColumns;

    /// <summary>Starts a table with its head.</summary>
    /// <param name="leftColumns">Number of columns that are aligned to the left; the others hold numbers.</param>
    /// <param name="head">Names of the columns.</param>
    public ColumnTable(int leftColumns, params string[] head)
    {
        _leftColumns = leftColumns;
        _rows.Add(head);
    }

    /// <summary>Rows without the head.</summary>
    public int Count => _rows.Count - 1;

    /// <summary>Adds a row. Shards of any origin are shown, so control characters of their keys and labels are replaced.</summary>
    /// <param name="cells">As many as the head has.</param>
    public void Add(params string[] cells) => _rows.Add(Array.ConvertAll(cells, TerminalText.Clean));

    /// <summary>Writes the table, each line indented by two spaces; nothing when it has no rows.</summary>
    public void Write(TextWriter writer)
    {
        if (Count == 0)
            return;
        int[] widths = [.. Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length))];
        foreach (string[] row in _rows)
        {
            IEnumerable<string> cells = row.Select((cell, column) => column < _leftColumns ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            writer.WriteLine($"  {string.Join("  ", cells)}".TrimEnd());
        }
    }
}
