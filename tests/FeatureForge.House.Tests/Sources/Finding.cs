namespace FeatureForge.House.Tests.Sources;

/// <summary>One place where a house rule does not hold.</summary>
/// <param name="Path">File, relative to the repository, with forward slashes.</param>
/// <param name="Line">Line, from 1; 0 where the whole file or folder is meant.</param>
/// <param name="Subject">What the rule is about: a type, a function, a word. Names the finding in the list of exceptions.</param>
/// <param name="Message">What is wrong with the value seen, and the rule.</param>
internal sealed record Finding(string Path, int Line, string Subject, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}({Line}): {Subject}: {Message}";
}
