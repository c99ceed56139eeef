namespace FeatureForge.Feed.Sources;

/// <summary>
/// Deals the places of an epoch out to groups of samples: named groups alike, and at most a quarter to the last group, of samples that hold no
/// named label. Whole numbers throughout, so every machine deals alike.
/// </summary>
internal static class GroupDeal
{
    private const long LargestRestQuarters = 4;

    /// <summary>The group of each place.</summary>
    /// <param name="groups">Groups, the last one of samples without a named label; as many samples as places.</param>
    /// <param name="places">Takes the group of each place.</param>
    public static void Deal(LabelGroups groups, Span<byte> places)
    {
        (long[] weights, long whole) = Weights(groups);

        // What a group is owed: (p + 1) * weight - places it has * whole. All together are owed one whole before each place is given, so
        // the largest debt lies between 0 and that many wholes: no number leaves 64 bits.
        Span<long> owed = stackalloc long[groups.Count];
        owed.Clear();
        for (int place = 0; place < places.Length; place++)
        {
            int most = 0;
            for (int group = 0; group < owed.Length; group++)
            {
                owed[group] += weights[group];
                if (owed[group] > owed[most])
                    most = group;
            }

            owed[most] -= whole;
            places[place] = (byte)most;
        }
    }

    /// <summary>Shares as whole numbers over one denominator. Empty groups have none, and no place ever goes to them.</summary>
    private static (long[] Weights, long Whole) Weights(LabelGroups groups)
    {
        int rest = groups.Count - 1;
        long named = Enumerable.Range(0, rest).Count(group => groups[group].Length > 0);
        long[] weights = new long[groups.Count];
        if (named == 0)
        {
            weights[rest] = 1;
            return (weights, 1);
        }

        long samples = groups.Samples;
        long ofRest = Math.Min(samples, LargestRestQuarters * groups[rest].Length);
        for (int group = 0; group < rest; group++)
            weights[group] = groups[group].Length > 0 ? (LargestRestQuarters * samples) - ofRest : 0;
        weights[rest] = ofRest * named;
        return (weights, LargestRestQuarters * samples * named);
    }
}
