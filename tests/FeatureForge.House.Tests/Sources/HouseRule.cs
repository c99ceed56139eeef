namespace FeatureForge.House.Tests.Sources;

/// <summary>
/// Holds findings against the list of exceptions, <c>exceptions.txt</c>: <c>rule | path | subject | reason</c>. A finding
/// that is not listed fails the test, and so does a line of the list that no finding needs any more.
/// </summary>
internal static class HouseRule
{
    private const string ListPath = "tests/FeatureForge.House.Tests/exceptions.txt";

    /// <summary>Fails with every finding of a rule that the list does not except.</summary>
    /// <param name="rule">Name of the rule, kebab-case.</param>
    /// <param name="findings">What the rule found in the repository.</param>
    public static void Holds(string rule, IEnumerable<Finding> findings)
    {
        IReadOnlyList<string> complaints = Judge(rule, findings, TrackedFiles.Read(ListPath));
        Assert.True(complaints.Count == 0, $"{complaints.Count} against the rule {rule}:\n{string.Join('\n', complaints)}");
    }

    /// <summary>What is to be said about a rule, given the text of the list.</summary>
    public static IReadOnlyList<string> Judge(string rule, IEnumerable<Finding> findings, string list)
    {
        var complaints = new List<string>();
        var excepted = new HashSet<(string Path, string Subject)>();
        foreach (string line in list.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            string[] parts = line.Split('|', StringSplitOptions.TrimEntries);
            if (parts.Length != 4 || parts.Any(part => part.Length == 0))
                complaints.Add($"{ListPath}: \"{line}\" is not \"rule | path | subject | reason\".");
            else if (parts[0] == rule)
                excepted.Add((parts[1], parts[2]));
        }

        var unneeded = new HashSet<(string, string)>(excepted);
        foreach (Finding finding in findings)
        {
            if (!excepted.Contains((finding.Path, finding.Subject)))
                complaints.Add($"{finding}  [{rule}]");
            unneeded.Remove((finding.Path, finding.Subject));
        }

        complaints.AddRange(unneeded.Select(line => $"{ListPath}: \"{rule} | {line.Item1} | {line.Item2}\" excepts nothing any more; remove the line."));
        return complaints;
    }
}
