namespace FeatureForge.Feed.Sources;

/// <summary>One epoch of a split of shards.</summary>
/// <param name="records">Records of the split.</param>
/// <param name="order">Which record of the split comes at each place.</param>
/// <param name="rematcher">Makes targets anew, or null.</param>
internal sealed class ShardEpoch(SplitRecords records, int[] order, RecordRematcher? rematcher) : IFeedEpoch
{
    /// <inheritdoc/>
    public int Samples => order.Length;

    /// <inheritdoc/>
    public bool IsStored => true;

    /// <inheritdoc/>
    public IRecordStream Open(IEnumerable<int> places, int batch, bool keepsBatch)
    {
        var stream = new ShardStream(records, places.Select(place => order[place]), keepsBatch && rematcher is null ? batch - 1 : 0);
        return rematcher is null ? stream : new RematchedStream(stream, rematcher.ForOneStream());
    }
}
