namespace FeatureForge.Feed.Requests;

/// <summary>What a stream is made of.</summary>
internal enum StreamFormat
{
    /// <summary>Ready batches with a header.</summary>
    Batch,

    /// <summary>Plain TFRecord frames.</summary>
    Record,
}
