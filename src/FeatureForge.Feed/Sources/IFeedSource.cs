namespace FeatureForge.Feed.Sources;

/// <summary>Where a feed's records come from: shards, or a recipe that makes them as they are asked for. Used by several threads.</summary>
internal interface IFeedSource : IDisposable
{
    /// <summary>Says what the data is made from; equal data has equal text.</summary>
    string Recipe { get; }

    /// <summary>What a device does to a photo before the model sees it, as JSON on one line; null where the shards do not say.</summary>
    string? Serving { get; }

    /// <summary>Seed of the order where a request names none.</summary>
    ulong Seed { get; }

    /// <summary>True where no other seed can be asked for.</summary>
    bool HasFixedSeed { get; }

    /// <summary>Anchors of the set that the records were matched with; null where nothing but the records says.</summary>
    int? AnchorCount { get; }

    /// <summary>Names of the splits.</summary>
    IReadOnlyList<string> Splits { get; }

    /// <summary>Names of the labels by their id, counted from 0 whatever the profile writes.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>What a trainer must know before its first batch, besides the members above.</summary>
    /// <exception cref="Core.Errors.FeatureForgeException">The data is damaged.</exception>
    FeedDescription Describe();

    /// <summary>One epoch of a split.</summary>
    /// <param name="key">One of <see cref="Splits"/>, epoch, seed and labels of <see cref="Labels"/>.</param>
    /// <param name="cancellation">Ends the wait for its order.</param>
    /// <exception cref="FeedRefusal">The epoch has no samples.</exception>
    /// <exception cref="Core.Errors.FeatureForgeException">The data is damaged.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    Task<IFeedEpoch> OpenEpochAsync(EpochKey key, CancellationToken cancellation);
}
