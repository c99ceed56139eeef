namespace FeatureForge.Feed.Sources;

/// <summary>
/// Samples in groups by the labels they hold: a group for each named label and a last one of those that hold none. A sample belongs to
/// the label of its own that the fewest samples hold, so that rare labels are not used up by samples that hold frequent ones, too.
/// </summary>
internal sealed class LabelGroups
{
    private readonly int[] _members;
    private readonly int[] _starts;

    /// <summary>Sorts samples into groups.</summary>
    /// <param name="named">Labels named, each once; their order is that of the groups.</param>
    /// <param name="samples">Number of samples.</param>
    /// <param name="labelsOf">Labels of a sample, counted from 0; a label may occur several times.</param>
    public LabelGroups(IReadOnlyList<int> named, int samples, LabelsOfSample labelsOf)
    {
        Dictionary<int, int> groupOf = named.Select((label, group) => (label, group)).ToDictionary(pair => pair.label, pair => pair.group);
        int[] holders = Holders(groupOf, samples, labelsOf);
        byte[] groups = new byte[samples];
        _starts = new int[named.Count + 2];
        for (int sample = 0; sample < samples; sample++)
        {
            int best = named.Count;
            foreach (int label in labelsOf(sample))
            {
                if (groupOf.TryGetValue(label, out int group) && (best == named.Count || (holders[group], group).CompareTo((holders[best], best)) < 0))
                    best = group;
            }

            groups[sample] = (byte)best;
            _starts[best + 1]++;
        }

        for (int group = 1; group < _starts.Length; group++)
            _starts[group] += _starts[group - 1];
        _members = new int[samples];
        int[] next = _starts[..^1];
        for (int sample = 0; sample < samples; sample++)
            _members[next[groups[sample]]++] = sample;
    }

    /// <summary>Number of groups, empty ones counted.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Number of samples.</summary>
    public int Samples => _members.Length;

    /// <summary>Members of a group, ascending.</summary>
    /// <param name="group">0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<int> this[int group] => _members.AsSpan(_starts[group].._starts[group + 1]);

    /// <summary>How many samples hold each named label.</summary>
    private static int[] Holders(Dictionary<int, int> groupOf, int samples, LabelsOfSample labelsOf)
    {
        int[] holders = new int[groupOf.Count];
        int[] countedFor = new int[groupOf.Count];
        for (int sample = 0; sample < samples; sample++)
        {
            foreach (int label in labelsOf(sample))
            {
                if (!groupOf.TryGetValue(label, out int group) || countedFor[group] == sample + 1)
                    continue;
                countedFor[group] = sample + 1;
                holders[group]++;
            }
        }

        return holders;
    }
}
