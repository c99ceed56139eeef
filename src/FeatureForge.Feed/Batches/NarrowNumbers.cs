namespace FeatureForge.Feed.Batches;

/// <summary>int64 of records as int32 of batches.</summary>
internal static class NarrowNumbers
{
    /// <summary>Copies numbers that fit.</summary>
    /// <param name="source">Numbers.</param>
    /// <param name="destination">Takes as many.</param>
    /// <param name="field">Field, for the error.</param>
    /// <param name="key">Sample key, for the error.</param>
    /// <exception cref="FeedRefusal">A number does not fit.</exception>
    public static void To(ReadOnlySpan<long> source, Span<int> destination, string field, ReadOnlyMemory<byte> key)
    {
        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] != (int)source[i])
                throw FeedErrors.FieldDamaged(SampleText.Of(key), field, $"the value {source[i]} does not fit int32");
            destination[i] = (int)source[i];
        }
    }
}
