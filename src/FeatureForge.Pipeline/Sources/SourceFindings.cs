namespace FeatureForge.Pipeline.Sources;

/// <summary>What was found wrong in the input: all of it counted, the first ones kept.</summary>
public sealed class SourceFindings
{
    /// <summary>Findings kept.</summary>
    public const int Kept = 1000;

    private readonly List<SourceFinding> _items = [];

    /// <summary>The first findings, at most <see cref="Kept"/>.</summary>
    public IReadOnlyList<SourceFinding> Items => _items;

    /// <summary>Number of all findings.</summary>
    public long Total { get; private set; }

    /// <summary>Adds a finding about a value; the message is only made while there is room, so a million bad rows cost nothing.</summary>
    /// <param name="file">File or folder.</param>
    /// <param name="line">Line, or 0.</param>
    /// <param name="field">Column, or <c>file</c>.</param>
    /// <param name="value">Value seen.</param>
    /// <param name="rule">What it breaks and what was done, worded so that it continues the value.</param>
    internal void Add(string file, long line, string field, ReadOnlySpan<char> value, string rule)
    {
        Total++;
        if (_items.Count < Kept)
            _items.Add(new SourceFinding(file, line, field, $"{ShownText.Quote(value)} {rule}."));
    }
}
