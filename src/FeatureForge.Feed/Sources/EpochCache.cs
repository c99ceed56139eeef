namespace FeatureForge.Feed.Sources;

/// <summary>The epochs asked for last: ranks of one epoch ask for the same order, which is worked out once.</summary>
/// <param name="make">Makes an epoch.</param>
internal sealed class EpochCache(Func<EpochKey, IFeedEpoch> make)
{
    private const int Kept = 8;
    private readonly List<(EpochKey Key, Lazy<IFeedEpoch> Epoch)> _epochs = [];

    /// <summary>The epoch of a key. What fails is tried again by the next request.</summary>
    /// <param name="key">Key.</param>
    public IFeedEpoch this[EpochKey key]
    {
        get
        {
            Lazy<IFeedEpoch> epoch;
            lock (_epochs)
            {
                int found = _epochs.FindIndex(entry => entry.Key == key);
                epoch = found >= 0 ? _epochs[found].Epoch : new Lazy<IFeedEpoch>(() => make(key), LazyThreadSafetyMode.PublicationOnly);
                if (found >= 0)
                    _epochs.RemoveAt(found);
                else if (_epochs.Count == Kept)
                    _epochs.RemoveAt(0);
                _epochs.Add((key, epoch));
            }

            return epoch.Value;
        }
    }
}
