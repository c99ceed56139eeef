namespace FeatureForge.Feed.Sources;

/// <summary>The samples of one epoch in their order. Used by several threads.</summary>
internal interface IFeedEpoch
{
    /// <summary>Number of samples, at least 1.</summary>
    int Samples { get; }

    /// <summary>True where records lie on a disk and cost little to read twice.</summary>
    bool IsStored { get; }

    /// <summary>Begins to read records.</summary>
    /// <param name="places">Places of the order, each 0 to <see cref="Samples"/> - 1, in the order wanted.</param>
    /// <param name="batch">Records that are asked for together, which are worth making ahead.</param>
    /// <param name="keepsBatch">Whether the records of a batch shall stay as they are until the next one is asked for, where that costs nothing.</param>
    IRecordStream Open(IEnumerable<int> places, int batch, bool keepsBatch = false);
}
