namespace FeatureForge.Benchmarks.Inputs;

/// <summary>Ends a benchmark before it is timed when its result is not that of its twin: the time of a wrong result means nothing.</summary>
internal static class MatchFirst
{
    /// <summary>Compares two results element by element.</summary>
    /// <param name="expected">Result of the baseline.</param>
    /// <param name="actual">Result of what is to be timed.</param>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void Equal<TElement>(ReadOnlySpan<TElement> expected, ReadOnlySpan<TElement> actual)
        where TElement : IEquatable<TElement>
    {
        if (expected.Length != actual.Length)
            throw new InvalidOperationException($"The result has {actual.Length} elements, that of the baseline {expected.Length}. Nothing is timed.");
        int at = expected.CommonPrefixLength(actual);
        if (at < expected.Length)
            throw new InvalidOperationException($"Element {at} of the result is {actual[at]}, that of the baseline {expected[at]}. Nothing is timed.");
    }
}
