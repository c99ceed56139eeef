namespace FeatureForge.Pipeline.Run;

/// <summary>One sample to be made, and the place in the order of the output that takes it.</summary>
public readonly record struct WorkItem
{
    private readonly RecordSlot _slot;

    internal WorkItem(int listingIndex, int epoch, RecordSlot slot) => (ListingIndex, Epoch, _slot) = (listingIndex, epoch, slot);

    /// <summary>Position of the sample in the listing.</summary>
    public int ListingIndex { get; }

    /// <summary>Epoch that its random steps are drawn for.</summary>
    public int Epoch { get; }

    /// <summary>Takes the finished sample.</summary>
    public IFinishedSampleConsumer Destination => _slot;

    internal RecordSlot Slot => _slot;
}
