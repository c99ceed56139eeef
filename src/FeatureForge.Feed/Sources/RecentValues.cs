namespace FeatureForge.Feed.Sources;

/// <summary>What was asked for last: ranks of one epoch ask for the same order, which is worked out once. Holds few values, whatever clients ask for.</summary>
/// <param name="make">Makes a value.</param>
/// <typeparam name="TKey">What a value depends on.</typeparam>
/// <typeparam name="TValue">Value.</typeparam>
internal sealed class RecentValues<TKey, TValue>(Func<TKey, TValue> make)
    where TKey : IEquatable<TKey>
{
    private const int Kept = 8;
    private readonly List<(TKey Key, Lazy<TValue> Value)> _values = [];

    /// <summary>The value of a key. What fails is tried again by the next request.</summary>
    /// <param name="key">Key.</param>
    public TValue this[TKey key]
    {
        get
        {
            Lazy<TValue> value;
            lock (_values)
            {
                int found = _values.FindIndex(entry => entry.Key.Equals(key));
                value = found >= 0 ? _values[found].Value : new Lazy<TValue>(() => make(key), LazyThreadSafetyMode.PublicationOnly);
                if (found >= 0)
                    _values.RemoveAt(found);
                else if (_values.Count == Kept)
                    _values.RemoveAt(0);
                _values.Add((key, value));
            }

            return value.Value;
        }
    }
}
