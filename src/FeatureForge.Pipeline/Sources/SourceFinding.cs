namespace FeatureForge.Pipeline.Sources;

/// <summary>One thing in the input that was left out or repaired; the run goes on.</summary>
/// <param name="File">File or folder it is in.</param>
/// <param name="Line">Line of the file, 1-based; 0 where there is none.</param>
/// <param name="Field">Column of the annotations, or <c>file</c>.</param>
/// <param name="Message">What was seen, the rule, and what was done about it.</param>
public sealed record SourceFinding(string File, long Line, string Field, string Message)
{
    /// <summary>The finding as one line.</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Field}: {Message}" : $"{File}: {Field}: {Message}";
}
